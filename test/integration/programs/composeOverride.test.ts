import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import type { ScalarTag } from "yaml";
import { composeOverride } from "../../../src/operations/program/composeOverride";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { createContainer, removeContainers } from "../docker/containers";
import { useDockerEngine } from "../docker/dockerEngine";
import type { TestEngine } from "../docker/dockerEngine";
import { distDir, runCli, StackFixture } from "../stack/stackFixture";
import { programsDir } from "./programFixture";

const COMPOSE = `
services:
  db:
    image: postgres:16
    ports: ["5432:5432"]
  worker:
    image: academy/worker
    command: python -m apps.worker.messaging_worker.sqs_main
    environment:
      PYTHONPATH: /srv/app
      AWS_PROFILE: production
      AWS_SESSION_TOKEN: real-session
      QUEUE_URL: https://sqs.us-east-1.amazonaws.com/1/prod-jobs
      SQS_QUEUE_NAME: prod-jobs
      DJANGO_SETTINGS_MODULE: config.settings
  api:
    image: academy/api
    command: gunicorn config.wsgi
    ports: ["8000:8000"]
    networks: [inner]
`;
const NAME = "messaging-own-worker";
/** Where a client ends that no hook leads to the sandbox. */
const NOBODY = "api.solapi.com:127.83.79.76";

interface Service {
  network_mode?: string;
  networks?: string;
  ports?: string;
  extra_hosts: string[];
  volumes: string[];
  environment: Record<string, string | null>;
}
/** Compose's own tag. */
const reset: ScalarTag = { tag: "!reset", resolve: () => "reset" };
const serviceIn = (file: string, name = "worker"): Service =>
  (
    parse(file, { customTags: [reset, { tag: "!reset", collection: "seq", resolve: () => "reset" }] }) as {
      services: Record<string, Service>;
    }
  ).services[name]!;

describe("messaging env --format compose-override", () => {
  let stack: StackFixture;
  let folder: string;
  before(async () => {
    stack = await StackFixture.start();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-compose-"));
    await fs.writeFile(path.join(folder, "compose.yaml"), COMPOSE);
  });
  after(() => Promise.all([stack?.stop(), fs.rm(folder, { recursive: true, force: true })]));

  const override = (platform: NodeJS.Platform, ...services: string[]) =>
    composeOverride(createLocalEnvironment(stack.client), { folder, distDir, services, platform });

  it("leads a container's worker to the stack: received, sent once, deleted", async function () {
    const engine: TestEngine = await useDockerEngine(this);
    const { network_mode, volumes, environment } = serviceIn(await override("linux"));
    assert.equal(network_mode, "host");
    await stack.client.worker("stop");
    const root = path.resolve(".");
    const container = await createContainer(engine, {
      name: NAME,
      command: ["node", `${programsDir}/worker.mjs`],
      env: Object.fromEntries(
        Object.entries(environment).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
      ),
      binds: [...volumes, `${root}:${root}:ro`],
    });
    try {
      await container.start();
      await stack.client.enqueue(
        '{"tenant_id":1,"to":"01012345678","text":"컨테이너","sender":null,"message_mode":"sms"}',
      );
      const { StatusCode } = (await container.wait()) as { StatusCode: number };
      assert.equal(StatusCode, 0, String(await container.logs({ stdout: true, stderr: true })));
      assert.equal((await stack.client.inbox()).filter(({ text }) => text === "컨테이너").length, 1);
    } finally {
      await removeContainers(engine, NAME);
      await stack.client.worker("start");
    }
  });

  it("shares the network on Linux, with the other services at 127.0.0.1 and the file's own path kept", async () => {
    const { networks, ports, extra_hosts, environment } = serviceIn(await override("linux"));
    assert.deepEqual([networks, ports, extra_hosts], [undefined, undefined, ["db:127.0.0.1", NOBODY]]);
    assert.equal(environment["PYTHONPATH"], "/messaging/python:/srv/app");
    assert.equal(environment["SOLAPI_BASE_URL"], stack.client.address.solapiUrl);
  });

  it("takes away what the real account adds, and ports and networks where there are any (AWS_PROFILE won over the keys)", async () => {
    const file = await override("linux");
    const { environment } = serviceIn(file);
    const names = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "QUEUE_URL", "SQS_QUEUE_NAME", "DJANGO_SETTINGS_MODULE"];
    const values = names.map((name) => environment[name]);
    assert.deepEqual(values, [null, "", "", "academy-messaging-jobs", undefined]);
    assert.doesNotMatch(file, /real-session|prod-jobs|production/);
    const { networks, ports } = serviceIn(file, "api");
    assert.deepEqual([networks, ports], ["reset", "reset"]);
    assert.match(file, /^# {5}docker compose -f compose\.yaml -f this-file\.yaml up worker api$/m);
    const { services } = parse(await override("linux", "worker")) as { services: object }; // without compose's own tag
    assert.deepEqual(Object.keys(services), ["worker"]);
  });

  it("uses Docker Desktop's name for this machine elsewhere", async () => {
    const { network_mode, extra_hosts, environment } = serviceIn(await override("darwin"));
    assert.deepEqual([network_mode, extra_hosts], [undefined, ["host.docker.internal:host-gateway", NOBODY]]);
    const port = new URL(stack.client.address.solapiUrl).port;
    assert.equal(environment["MESSAGING_REDIRECT"], `api.solapi.com=host.docker.internal:${port}`);
    assert.ok(!Object.values(environment).some((value) => value?.includes("//127.0.0.1")));
  });

  it("names the services that there are, where none is known", async () => {
    const env = { MESSAGING_STATE_DIR: stack.stateDir };
    const { code, stderr } = await runCli(
      ["env", "--format", "compose-override", "--service", "wroker", "--workspace", folder],
      env,
    );
    assert.equal(code, 64, stderr);
    assert.match(stderr, /Name it: --service NAME\. There are: db, worker, api/);
  });
});
