import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import path from "node:path";
import { buildSync } from "esbuild";
import { ExpectedError } from "../../../src/common/errors";
import { ORIGINAL_MESSAGE_ID } from "../../../src/runtime/queue/payload";
import { QueueTargetFixture } from "./queueTargetFixture";
import { RequestGate } from "./requestGate";

const REDRIVER = path.resolve("out/test/integration/aws/redriver.js");

describe("a redrive", () => {
  let fixture: QueueTargetFixture;
  let gate: RequestGate;
  before(() => {
    buildSync({
      entryPoints: ["test/integration/aws/redriver.ts"],
      bundle: true,
      platform: "node",
      packages: "external",
      outfile: REDRIVER,
    });
  });
  beforeEach(async () => {
    fixture = await QueueTargetFixture.start();
    gate = await RequestGate.open(fixture.queue.server.endpoint);
  });
  afterEach(async () => {
    await gate.close();
    await fixture.stop();
  });

  const bodies = (part: "ready" | "dead") => fixture.queue.server.peek(part).map(({ body }) => body);
  const redrive = (limit = 100, only?: readonly string[]) =>
    fixture.target({ endpoint: gate.url }).redrive(limit, only);

  /** Redrives in a process of its own, which is killed at that point; then what it left hidden comes back. */
  async function killAt(action: string, moment: "before" | "after"): Promise<void> {
    const reached = gate.hold(action, moment);
    const child = fork(REDRIVER, [gate.url, fixture.home.folder], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const ended = once(child, "exit");
    await reached;
    child.kill("SIGKILL");
    await ended;
    gate.release();
    fixture.queue.aheadMs += 181_000;
  }

  it("brings all back, each as the job it was", async () => {
    const ids = await fixture.kill("foreign", '{"trace_id":"t-1"}');
    assert.equal(await redrive(), 2);
    assert.deepEqual([bodies("ready"), bodies("dead")], [["foreign", '{"trace_id":"t-1"}'], []]);
    const received = await fixture.queue.receive(fixture.queue.client());
    const marks = received.map(({ MessageAttributes }) => MessageAttributes?.[ORIGINAL_MESSAGE_ID]?.StringValue);
    assert.deepEqual(marks, [ids[0], undefined]);
  });

  it("brings back only those that were looked at, and leaves the others as they were", async () => {
    const ids = await fixture.kill("a", "b", "c");
    assert.equal(await redrive(100, [ids[1]!]), 1);
    assert.deepEqual([bodies("ready"), bodies("dead").sort()], [["b"], ["a", "c"]]);
    assert.equal(await redrive(), 2);
  });

  it("keeps to its limit and leaves the rest as it was", async () => {
    await fixture.kill("a", "b", "c");
    assert.equal(await redrive(2), 2);
    assert.deepEqual([bodies("ready"), bodies("dead")], [["a", "b"], ["c"]]);
    assert.equal(fixture.queue.server.counts("academy-messaging-jobs-dlq")?.visible, 1);
  });

  it("killed before the copy reached the queue: the message stays dead, and a person is asked", async () => {
    await fixture.kill("a", "b");
    await killAt("SendMessage", "before");
    await assert.rejects(redrive(), (error) => {
      assert.ok(ExpectedError.is(error, "redrive-incomplete"));
      assert.match(error.message, /^1 messages are back on the queue; 1 stay/);
      return true;
    });
    assert.deepEqual([bodies("ready"), bodies("dead")], [["b"], ["a"]]);
  });

  it("killed when the copy was taken and not confirmed: never copied twice", async () => {
    await fixture.kill("a", "b");
    await killAt("SendMessage", "after");
    await assert.rejects(redrive(), { reason: "redrive-incomplete" });
    await assert.rejects(redrive(), { reason: "redrive-incomplete" });
    assert.deepEqual([bodies("ready").sort(), bodies("dead")], [["a", "b"], ["a"]]);
  });

  for (const moment of ["before", "after"] as const)
    it(`killed ${moment} the original was removed: none lost, none twice`, async () => {
      await fixture.kill("a", "b", "c");
      await killAt("DeleteMessage", moment);
      assert.equal(await redrive(), moment === "before" ? 3 : 2);
      assert.deepEqual([bodies("ready"), bodies("dead")], [["a", "b", "c"], []]);
    });

  it("that the queue refuses changes nothing, and can be made again", async () => {
    await fixture.kill("a");
    fixture.queue.server.setFault("f", { operation: "SendMessage", code: "AccessDenied" });
    await assert.rejects(redrive(), { reason: "aws-access-denied" });
    assert.deepEqual([bodies("ready"), bodies("dead")], [[], ["a"]]);
    assert.equal(fixture.queue.server.counts("academy-messaging-jobs-dlq")?.visible, 1);
    fixture.queue.server.setFault("f", undefined);
    assert.equal(await redrive(), 1);
    assert.deepEqual([bodies("ready"), bodies("dead")], [["a"], []]);
  });

  it("that may not remove the original copies it once, however often it is made", async () => {
    await fixture.kill("a");
    fixture.queue.server.setFault("f", { operation: "DeleteMessage", code: "AccessDenied" });
    for (let count = 0; count < 3; count += 1) await assert.rejects(redrive(), { reason: "aws-access-denied" });
    assert.deepEqual([bodies("ready"), bodies("dead")], [["a"], ["a"]]);
    fixture.queue.server.setFault("f", undefined);
    assert.equal(await redrive(), 1);
    assert.deepEqual([bodies("ready"), bodies("dead")], [["a"], []]);
  });

  it("takes a journal that a crash cut off", async () => {
    await fixture.kill("a");
    fixture.queue.server.setFault("f", { operation: "DeleteMessage", code: "AccessDenied" });
    await assert.rejects(redrive());
    const folder = path.join(fixture.home.folder, "redrive");
    const [file = ""] = await fs.readdir(folder);
    await fs.appendFile(path.join(folder, file), '{"id":"half');
    fixture.queue.server.setFault("f", undefined);
    assert.equal(await redrive(), 1);
    assert.deepEqual([bodies("ready"), bodies("dead")], [["a"], []]);
  });

  it("of two at once brings each message back once", async () => {
    await fixture.kill(...Array.from({ length: 10 }, (_, index) => `m${index}`));
    const moved = await Promise.all([redrive(), redrive(), redrive()]);
    assert.equal(
      moved.reduce((sum, each) => sum + each, 0),
      10,
    );
    assert.deepEqual([bodies("ready").length, bodies("dead")], [10, []]);
  });
});
