import assert from "node:assert/strict";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { ExpectedError } from "../../../src/common/errors";
import { startContainerProcess } from "../../../src/targets/docker/containerProcess";
import { DockerEngine } from "../../../src/targets/docker/dockerEngine";
import { removeContainers, startContainer } from "./containers";
import { useDockerEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";

describe("process inside of a container", () => {
  const name = "mrd-exec";
  let test: TestEngine;
  let engine: DockerEngine;

  before(async function () {
    test = await useDockerEngine(this);
    engine = new DockerEngine(test.host);
    await removeContainers(test, name);
    await startContainer(test, { name, command: ["sleep", "300"] });
  });
  after(() => test && removeContainers(test, name));

  const start = (command: string[], env?: Record<string, string>) =>
    startContainerProcess(engine, name, { command, ...(env && { env }) });

  it("carries input, both outputs and the exit code", async () => {
    const program = `
      process.stderr.write("바쁨\\n");
      let size = 0;
      process.stdin.on("data", (chunk) => { size += chunk.length; process.stdout.write(chunk); });
      process.stdin.on("end", () => { process.exitCode = size % 256; });`;
    const child = await start(["node", "-e", program]);
    const sent = "발신번호 $(touch /tmp/x) \"'\n".repeat(20_000);
    child.stdin.end(sent);
    const [received, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    assert.equal(received, sent);
    assert.equal(errors, "바쁨\n");
    assert.deepEqual(await child.exited, { exitCode: Buffer.byteLength(sent) % 256 });
  });

  it("gives arguments and variables as they are, whatever they contain", async () => {
    const value = "a b $HOME `id` $(id) ' \" \\ \n;";
    const child = await start(["node", "-e", "console.log(JSON.stringify([process.argv[1], process.env.X]))", value], {
      X: value,
    });
    assert.deepEqual(JSON.parse(await text(child.stdout)), [value, value]);
  });

  it("waits for a slow reader instead of keeping its output", async () => {
    const child = await start([
      "node",
      "-e",
      "process.stdout.write('x'.repeat(30_000_000), () => console.error('all'))",
    ]);
    let isWritten = false;
    child.stderr.once("data", () => (isWritten = true));
    await once(child.stdout, "readable");
    assert.ok(child.stdout.readableLength < 1_000_000, `${child.stdout.readableLength} bytes are kept`);
    assert.equal(isWritten, false);
    assert.equal((await text(child.stdout)).length, 30_000_000);
  });

  it("kills a process that does not listen", async () => {
    const program = "process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('ready')";
    const child = await start(["node", "-e", program]);
    await once(child.stdout, "data");
    child.kill();
    child.stdout.resume();
    assert.deepEqual(await child.exited, { exitCode: 137 });
  });

  it("ends a process whose container is killed", async () => {
    const container = await startContainer(test, { name: `${name}-killed`, command: ["sleep", "300"] });
    const child = await startContainerProcess(engine, `${name}-killed`, { command: ["sleep", "300"] });
    await container.remove({ force: true });
    child.stdout.resume();
    const { exitCode } = await child.exited;
    assert.notEqual(exitCode, 0);
  });

  it("names a program, container or engine that is not there", async () => {
    const child = await start(["/no/such/program"]);
    const words = await text(child.stderr);
    assert.match(words, /no.such.program/);
    assert.deepEqual(await child.exited, { exitCode: 127 });
    await assert.rejects(startContainerProcess(engine, "mrd-none", { command: ["true"] }), (error) =>
      ExpectedError.is(error, "container-missing"),
    );
    const nowhere = new DockerEngine("unix:///nowhere/docker.sock");
    await assert.rejects(startContainerProcess(nowhere, name, { command: ["true"] }), (error) =>
      ExpectedError.is(error, "engine-unreachable"),
    );
  });

  it("says that a container is stopped", async () => {
    await startContainer(test, { name: `${name}-stopped`, command: ["true"] }).then((container) => container.wait());
    try {
      await assert.rejects(startContainerProcess(engine, `${name}-stopped`, { command: ["true"] }), (error) =>
        ExpectedError.is(error, "container-stopped"),
      );
    } finally {
      await removeContainers(test, `${name}-stopped`);
    }
  });
});
