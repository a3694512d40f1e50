import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { HoldingClient, until } from "../integration/debugger/heldMessages";
import { programsDir, StartedProgram } from "../integration/programs/programFixture";
import { enqueueMany, sqsCredentials, StackFixture } from "../integration/stack/stackFixture";
import { report, scaled } from "./scale";

const VISIBILITY_SECONDS = scaled(60, 1);
const HELD_MS = scaled(180_000, 3_000);

describe("A message that is held three times as long as its visibility timeout, by the real clock", function () {
  this.timeout(3 * HELD_MS + 120_000);
  let stack: StackFixture;
  beforeEach(async () => {
    stack = await StackFixture.start({ MESSAGING_SQS_VISIBILITY_SECONDS: String(VISIBILITY_SECONDS) });
  });
  afterEach(() => stack.stop());

  const receives = async (traceId: string) =>
    (await stack.client.trace(traceId))!.events.filter(({ type }) => type === "queue.received").length;

  /** Holds it at the points of its way; then it is received once, and in the inbox once. */
  async function hold(debug: HoldingClient, traceId: string, points: readonly string[]): Promise<void> {
    for (const point of points) {
      const held = await debug.held();
      assert.equal(held.point, point);
      await sleep(HELD_MS);
      const counts = (await stack.client.peek("in-flight")).map(({ receiveCount }) => receiveCount);
      assert.deepEqual([counts, held.attempt], [[1], 1], point);
      await stack.client.releaseHeld(held.id, { kind: "continue" });
    }
    await until(stack.client, traceId, "queue.deleted");
    assert.equal(await receives(traceId), 1);
    assert.equal((await stack.client.inbox(traceId)).length, 1);
  }

  it("at the stack's own worker", async () => {
    const debug = await HoldingClient.attach(stack.client, { point: "provider-call" }, { point: "delete" });
    const [traceId] = await enqueueMany(stack.client, "long", 1, () => ({ tenant_id: 1, sender: "0212345678" }));
    await hold(debug, traceId!, ["provider-call", "delete"]);
    report("held long", { by: "own", VISIBILITY_SECONDS, heldMs: HELD_MS, receives: 1, sent: 1 });
    debug.detach();
  });

  it("at a worker of one's own, before its call to Solapi and before its delete", async () => {
    const { sqsEndpoint, queueUrl } = stack.client.address;
    const sqs = new SQSClient({
      region: "ap-northeast-2",
      endpoint: sqsEndpoint,
      credentials: sqsCredentials(stack.client),
    });
    const Attributes = { VisibilityTimeout: String(VISIBILITY_SECONDS) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes }));
    sqs.destroy();
    const debug = await HoldingClient.attach(stack.client, { point: "provider-call" }, { point: "delete" });
    const words = ["--role", "worker", "--", process.execPath, `${programsDir}/worker.mjs`];
    const worker = StartedProgram.start(stack, words);
    await worker.polls(stack);
    const [traceId] = await enqueueMany(stack.client, "long", 1, () => ({ sender: "0212345678" }));
    await hold(debug, traceId!, ["provider-call", "delete"]);
    assert.equal((await worker.ended).code, 0);
    report("held long", { by: "Node AWS SDK", VISIBILITY_SECONDS, heldMs: HELD_MS, receives: 1, sent: 1 });
    debug.detach();
  });
});
