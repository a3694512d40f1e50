import assert from "node:assert/strict";
import { createDockerWorkerTarget } from "../../../src/targets/docker/dockerWorkerTarget";
import { removeContainers, startContainer } from "./containers";
import { useOwnEngine } from "./dockerEngine";
import type { TestEngine } from "./dockerEngine";
import type { PrivateDockerd } from "./privateDockerd";
import { TailReader, transcript } from "../tailReader";
import { TALKER } from "./talker";

describe("tail of a container whose engine goes away", () => {
  const name = "mrd-gone";
  let test: TestEngine & { own: PrivateDockerd };
  let reader: TailReader | undefined;

  before(async function () {
    test = await useOwnEngine(this);
  });
  afterEach(async () => {
    await reader?.stop();
    reader = undefined;
    await removeContainers(test, name);
  });

  it("is told of, and goes on by itself when the engine is back", async () => {
    await startContainer(test, { name, command: TALKER, restartPolicy: "always" });
    const target = createDockerWorkerTarget({ name, docker: { host: test.host } });
    // A position of a container that is gone: everything of its successor is read.
    const tail = (reader = new TailReader(target, `docker ${"0".repeat(64)} 2026-01-01T00:00:00Z x`));
    await tail.untilText("ready 1");
    await test.own.kill();
    await tail.untilGap("engine-gone");
    await assert.rejects(target.container(), { reason: "engine-unreachable" });
    await test.own.start();
    await tail.untilText("ready 2");
    const [recreated, ready, gone, back, ...rest] = transcript(tail.entries);
    assert.deepEqual([recreated, ready, gone, back], ["-- recreated", "ready 1", "-- engine-gone", "-- engine-back"]);
    // A killed engine ends what it finds running at its next start, with or without its last words; those it reads late.
    assert.match(rest.join(), /^(bye 1,-- restarted|-- restarted|-- restarted,bye 1),ready 2$/);
    assert.equal((await target.container()).state, "running");
  });
});
