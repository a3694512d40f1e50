import assert from "node:assert/strict";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { StackFixture, waitForMessages, sqsCredentials } from "./stackFixture";

const MESSAGES = 1_000;

describe("worker killed in the middle of 1,000 messages", () => {
  let stack: StackFixture;
  // A short visibility timeout: what the killed worker held comes back in seconds, not in a minute. A small window: the
  // thousand are not through before the third kill.
  const env = { MESSAGING_SQS_VISIBILITY_SECONDS: "2", MESSAGING_WORKER_MAX_IN_FLIGHT: "30" };
  before(async () => (stack = await StackFixture.start(env)));
  after(() => stack.stop());

  it("brings each to the inbox exactly once", async () => {
    const { client } = stack;
    const { sqsEndpoint: endpoint, queueUrl: QueueUrl } = client.address;
    const credentials = sqsCredentials(client);
    const sqs = new SQSClient({ region: "ap-northeast-2", endpoint, credentials });
    await client.worker("stop");
    for (let first = 0; first < MESSAGES; first += 10) {
      const Entries = Array.from({ length: 10 }, (_, index) => {
        const trace_id = `crash-${first + index}`;
        const MessageBody = JSON.stringify({ tenant_id: 1, to: "01012345678", text: "재시작", sender: null, trace_id });
        return { Id: String(index), MessageBody };
      });
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    sqs.destroy();
    const deleted = client.events((await client.snapshot()).seq);
    await client.worker("start");
    for (let kill = 1; kill <= 3; kill++) {
      // Only what is told from now on: the worker that is killed has groups on their way.
      const submitted = client.events((await client.snapshot()).seq);
      await waitForMessages(submitted, "provider.submitted", 1);
      await submitted.return(undefined);
      await client.worker("kill");
    }
    // A row may have been written by a worker that died before it could tell: the deletion is the end of a message.
    await waitForMessages(deleted, "queue.deleted", MESSAGES);
    await deleted.return(undefined);
    const counts = new Map<string, number>();
    for (const { traceId = "" } of await client.inbox()) counts.set(traceId, (counts.get(traceId) ?? 0) + 1);
    const wrong = [...counts].filter(([, count]) => count !== 1);
    assert.deepEqual(wrong, []);
    assert.equal(counts.size, MESSAGES);
    const { queue, worker } = await client.snapshot();
    assert.equal(worker.restartCount, 3);
    assert.deepEqual([queue.counts?.visible, queue.counts?.inFlight, queue.counts?.dead], [0, 0, 0]);
  });
});
