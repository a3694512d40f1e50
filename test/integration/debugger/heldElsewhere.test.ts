import assert from "node:assert/strict";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { launchStack } from "../../../src/runtime/control/stackLauncher";
import { distDir, enqueueMany, sqsCredentials, StackFixture } from "../stack/stackFixture";
import { HoldingClient, until } from "./heldMessages";

describe("messages held where the stack ends, and where others take them", function () {
  this.timeout(120_000);

  it("a stack that is killed while messages are held loses none and sends none twice", async () => {
    const first = await StackFixture.start({ MESSAGING_SQS_VISIBILITY_SECONDS: "2" });
    const { stateDir } = first;
    const debug = await HoldingClient.attach(
      first.client,
      { point: "enqueued" },
      { point: "provider-call" },
      { point: "row" },
    );
    const ids = await enqueueMany(first.client, "killed", 3, () => ({ tenant_id: 1, sender: "0212345678" }));
    const held = [await debug.held(), await debug.held(), await debug.held()];
    await first.client.releaseHeld(held[1]!.id, { kind: "continue" });
    await first.client.releaseHeld(held[2]!.id, { kind: "continue" });
    const calls = [await debug.held(), await debug.held()];
    await first.client.releaseHeld(calls[0]!.id, { kind: "continue" });
    assert.equal((await debug.held()).point, "row");
    process.kill(first.client.address.pid, "SIGKILL");
    const { client } = await launchStack({
      distDir,
      stateDir,
      stay: true,
      preferredPorts: false,
      workerEnv: { MESSAGING_SQS_VISIBILITY_SECONDS: "2" },
    });
    try {
      for (const id of ids) await until(client, id, "queue.deleted");
      for (const id of ids) assert.equal((await client.inbox(id)).length, 1, id);
    } finally {
      await client.end();
    }
  });

  it("a consumer of one's own does not get a held message, and its delete waits", async () => {
    const stack = await StackFixture.start();
    const { client } = stack;
    await client.worker("stop");
    const sqs = new SQSClient({
      region: "ap-northeast-2",
      endpoint: client.address.sqsEndpoint,
      credentials: sqsCredentials(client),
    });
    const QueueUrl = client.address.queueUrl;
    try {
      const debug = await HoldingClient.attach(client, { point: "received" }, { point: "delete" });
      await enqueueMany(client, "own", 1);
      const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0, VisibilityTimeout: 2 }));
      assert.equal((await receive()).Messages, undefined);
      const { id, attempt } = await debug.held();
      assert.equal(attempt, 0);
      await client.editHeld(id, { text: "edited" });
      await client.releaseHeld(id, { kind: "continue" });
      const [message] = (await receive()).Messages ?? [];
      assert.equal((JSON.parse(message!.Body!) as { text: string }).text, "edited");
      const deleted = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle }));
      const atDelete = await debug.held();
      assert.equal(atDelete.attempt, 1);
      await client.releaseHeld(atDelete.id, { kind: "continue" });
      await deleted;
      assert.deepEqual(await client.peek("in-flight"), []);
      debug.detach();
    } finally {
      sqs.destroy();
      await stack.stop();
    }
  });
});
