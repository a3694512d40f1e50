import assert from "node:assert/strict";
import { createDockerWorkerTarget } from "../../../src/targets/docker/dockerWorkerTarget";
import { fingerprint } from "../../../src/targets/secretFingerprint";
import { createContainer, removeContainers, startContainer, startWorkerContainer, WORKER_NAME } from "./containers";
import { useDockerEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";

describe("worker in a container", () => {
  const name = "mrd-worker";
  let test: TestEngine;

  before(async function () {
    test = await useDockerEngine(this);
  });
  beforeEach(() => removeContainers(test, name, `${name}-2`, WORKER_NAME));
  afterEach(() => removeContainers(test, name, `${name}-2`, WORKER_NAME));

  const target = (of = name) => createDockerWorkerTarget({ name: of, docker: { host: test.host } });

  it("is described in the words of the evidence bundle, through its whole life", async () => {
    assert.deepEqual(await target().container(), { name, state: "missing" });
    // A name that contains the one that is looked for, and characters that mean something in a pattern.
    await createContainer(test, { name: `${name}-2`, command: ["true"] });
    assert.deepEqual(await target().container(), { name, state: "missing" });
    assert.deepEqual(await target("mrd.worker|.*").container(), { name: "mrd.worker|.*", state: "missing" });

    const container = await createContainer(test, {
      name,
      command: ["sh", "-c", "trap 'exit 3' TERM; while :; do sleep 300 & wait $!; done"],
    });
    const image = test.image;
    assert.deepEqual(await target().container(), { name, state: "created", oomKilled: false, restartCount: 0, image });
    await target().start();
    await target().start();
    const running = await target().container();
    const { startedAt } = (await container.inspect().then(({ State }) => ({ startedAt: State.StartedAt })))!;
    assert.deepEqual(running, { name, state: "running", oomKilled: false, restartCount: 0, startedAt, image });
    await target().restart();
    assert.notEqual((await target().container()).startedAt, startedAt);
    await container.stop();
    const { state, exitCode } = await target().container();
    assert.deepEqual({ state, exitCode }, { state: "exited", exitCode: 3 });
  });

  it("is found by its compose service too: the running replica, and never a one-time command", async () => {
    const labels = { "com.docker.compose.service": "messaging", "com.docker.compose.oneoff": "False" };
    await startContainer(test, { name, command: ["true"], labels }).then((container) => container.wait());
    assert.equal((await target("messaging").container()).name, name);
    await startContainer(test, { name: `${name}-2`, command: ["sleep", "300"], labels });
    assert.equal((await target("messaging").container()).name, `${name}-2`);
    await removeContainers(test, name, `${name}-2`);
    await startContainer(test, {
      name,
      command: ["sleep", "300"],
      labels: { ...labels, "com.docker.compose.oneoff": "True" },
    });
    assert.equal((await target("messaging").container()).state, "missing");
  });

  it("never gives a secret's value", async () => {
    const env = {
      SOLAPI_API_KEY: "NCS-very-secret",
      SOLAPI_API_SECRET: "",
      DATABASE_URL: "postgres://academy:pw=1@db/academy",
      SOLAPI_SENDER: "0212345678",
      NOTE: "a=b=c",
    };
    await createContainer(test, { name, env, command: ["true"] });
    const { PATH: _path, ...told } = await target().variables();
    assert.deepEqual(told, {
      SOLAPI_API_KEY: fingerprint(env.SOLAPI_API_KEY),
      SOLAPI_API_SECRET: "",
      DATABASE_URL: fingerprint(env.DATABASE_URL),
      SOLAPI_SENDER: "0212345678",
      NOTE: "a=b=c",
    });
  });

  it("gives its lines from a moment on", async () => {
    const program = "console.log('one'); setTimeout(() => { console.error('two'); console.log('three') }, 1100)";
    await startContainer(test, { name, command: ["node", "-e", program] }).then((container) => container.wait());
    const all = await target().linesSince(0);
    assert.deepEqual(new Set(all.map(({ text }) => text)), new Set(["one", "two", "three"]));
    const later = await target().linesSince(all[0]!.at + 500);
    assert.deepEqual(new Set(later.map(({ text }) => text)), new Set(["two", "three"]));
  });

  it("says which part is missing", async () => {
    await assert.rejects(target().variables(), { reason: "container-missing" });
    await assert.rejects(target().linesSince(0), { reason: "container-missing" });
    await assert.rejects(target().start(), { reason: "container-missing" });
    const nowhere = createDockerWorkerTarget({ name, docker: { host: "unix:///nowhere.sock" } });
    await assert.rejects(nowhere.container(), { reason: "engine-unreachable" });
    await assert.rejects(nowhere.container(AbortSignal.abort(new Error("stop"))), { message: "stop" });
  });

  it("is the product's own worker, which says what it misses", async () => {
    await startWorkerContainer(test, { env: { SOLAPI_API_KEY: "k" } }).then((container) => container.wait());
    const { state, exitCode, image } = await target(WORKER_NAME).container();
    assert.deepEqual({ state, exitCode }, { state: "exited", exitCode: 1 });
    assert.match(image!, /^academy-messaging-worker:/);
    const [line] = await target(WORKER_NAME).linesSince(0);
    assert.match(line!.text, /\[CRITICAL\].*Missing required env: SOLAPI_API_SECRET, SOLAPI_SENDER, DATABASE_URL/);
  });
});
