import assert from "node:assert/strict";
import { createDockerWorkerTarget } from "../../../src/targets/docker/dockerWorkerTarget";
import { removeContainers, startContainer } from "./containers";
import { useDockerEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";
import { TailReader, transcript } from "./tailReader";

describe("tail of a container", function () {
  this.timeout(60_000);
  const name = "mrd-tail";
  let test: TestEngine;
  let reader: TailReader | undefined;
  const names = [name, `${name}-old`];

  before(async function () {
    test = await useDockerEngine(this);
  });
  beforeEach(() => removeContainers(test, ...names));
  afterEach(async () => {
    await reader?.stop();
    reader = undefined;
    await removeContainers(test, ...names);
  });

  const target = () => createDockerWorkerTarget({ name, docker: { host: test.host } });
  const follow = (position?: string) => (reader = new TailReader(target(), position));

  it("reads 100,000 lines over 20 restarts: none lost, none twice, a gap for each", async () => {
    // Goes on where the run before it ended; each of the first twenty is told to end while it writes.
    const program = `
      const fs = require("node:fs");
      let [run, next] = fs.existsSync("/tmp/state") ? JSON.parse(fs.readFileSync("/tmp/state", "utf8")) : [0, 0];
      const end = run < 20 ? next + 4_990 : 100_000;
      let isStopping = false;
      process.on("SIGTERM", () => { isStopping = true; });
      const write = () => {
        if (isStopping) { fs.writeFileSync("/tmp/state", JSON.stringify([run + 1, next])); process.exit(0); }
        let text = "";
        for (let i = 0; i < 50 && next < end; i++) text += "line " + next++ + "\\n";
        if (text) fs.writeSync(1, text);
        setTimeout(write, 5);
      };
      write();`;
    const tail = follow();
    const container = await startContainer(test, { name, command: ["node", "-e", program] });
    for (let restart = 1; restart <= 20; restart++) {
      await tail.until(() => tail.texts.length >= restart * 4_500);
      await container.restart({ t: 10 });
    }
    await tail.until(() => tail.texts.length >= 100_000 && tail.gaps.length >= 20);
    assert.equal(tail.texts.length, 100_000);
    assert.deepEqual(
      tail.texts,
      Array.from({ length: 100_000 }, (_, index) => `line ${index}`),
    );
    assert.equal(tail.gaps.length, 20);
    assert.deepEqual(new Set(transcript(tail.gaps)), new Set(["-- restarted 0"]));
  });
});
