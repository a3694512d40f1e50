import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { startContainerProcess } from "../../../src/targets/docker/containerProcess";
import { DockerEngine } from "../../../src/targets/docker/dockerEngine";
import { createDockerWorkerTarget } from "../../../src/targets/docker/dockerWorkerTarget";
import { removeContainers, startContainer } from "./containers";
import { useDockerEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";
import { EngineProxy } from "./engineProxy";

/** In place of `ssh`: notes what it was asked for and connects to the engine as `docker system dial-stdio` does. */
const stand = (socket: string, notes: string) => `#!${process.execPath}
require("node:fs").appendFileSync(${JSON.stringify(notes)}, JSON.stringify(process.argv.slice(2)) + "\\n");
if (process.argv.includes("nobody")) { console.error("Host key verification failed."); process.exit(255); }
const engine = require("node:net").connect({ path: ${JSON.stringify(socket)}, allowHalfOpen: true });
process.stdin.pipe(engine);
engine.pipe(process.stdout);
engine.on("end", () => process.stdin.destroy());
`;

describe("Docker engine over ssh", () => {
  const name = "mrd-ssh";
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mrd-ssh-"));
  const notes = path.join(folder, "notes");
  const searchPath = process.env["PATH"];
  let test: TestEngine;
  let proxy: EngineProxy;

  before(async function () {
    test = await useDockerEngine(this);
    proxy = await EngineProxy.start(test.host);
    fs.writeFileSync(path.join(folder, "ssh"), stand(proxy.host.slice("unix://".length), notes), { mode: 0o755 });
    process.env["PATH"] = `${folder}:${searchPath}`;
    await removeContainers(test, name);
    await startContainer(test, { name, command: ["sh", "-c", "echo ready; exec sleep 300"] });
  });
  after(async () => {
    process.env["PATH"] = searchPath;
    await proxy?.stop();
    fs.rmSync(folder, { recursive: true });
    if (test) await removeContainers(test, name);
  });

  it("answers, sends its log and runs processes", async () => {
    const host = "ssh://deploy@staging:2222";
    const target = createDockerWorkerTarget({ name, docker: { host } });
    assert.equal((await target.container()).state, "running");
    assert.deepEqual(
      (await target.linesSince(0)).map((line) => line.text),
      ["ready"],
    );
    const child = await startContainerProcess(new DockerEngine(host), name, { command: ["cat"] });
    child.stdin.end("안녕");
    assert.equal(await text(child.stdout), "안녕");
    assert.deepEqual(await child.exited, { exitCode: 0 });
    const [asked = ""] = fs.readFileSync(notes, "utf8").split("\n");
    const options = ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-l", "deploy", "-p", "2222"];
    assert.deepEqual(JSON.parse(asked), [...options, "--", "staging", "docker", "system", "dial-stdio"]);
  });

  it("gives ssh's own words where it fails", async () => {
    const target = createDockerWorkerTarget({ name, docker: { host: "ssh://nobody" } });
    await assert.rejects(target.container(), (error: Error) => {
      assert.match(error.message, /Host key verification failed/);
      return true;
    });
  });
});
