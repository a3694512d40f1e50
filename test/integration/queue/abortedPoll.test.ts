import assert from "node:assert/strict";
import net from "node:net";
import { ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

describe("a long poll whose client is gone", () => {
  let fixture: QueueFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    fixture = await QueueFixture.start();
    sqs = fixture.client();
  });
  afterEach(() => fixture.stop());

  it("is handed nothing; the message is at once there for the next", async () => {
    const gone = new AbortController();
    const url = fixture.server.queueUrl;
    const worker = fixture.client("worker");
    const poll = worker.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    await fixture.untilPolling();
    gone.abort();
    await assert.rejects(poll, { name: "AbortError" });
    await fixture.send(sqs, "a");
    const [message] = await fixture.receive(sqs);
    assert.equal(message?.Attributes?.ApproximateReceiveCount, "1");
  });

  it("loses nothing when the abort races the send", async () => {
    const worker = fixture.client("worker");
    const QueueUrl = fixture.server.queueUrl;
    const rounds = 100;
    const handled = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      const gone = new AbortController();
      const poll = worker
        .send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: gone.signal })
        .then(
          ({ Messages = [] }) => Messages.map(({ MessageId }) => MessageId!),
          () => [],
        );
      await fixture.untilPolling();
      const send = fixture.send(sqs, `${round}`);
      // A different point of the race each time: before, during and after the send.
      for (let turn = 0; turn < round % 25; turn++) await new Promise((resolve) => setImmediate(resolve));
      gone.abort();
      await send;
      for (const id of await poll) handled.add(id);
      // The answer was on its way when the connection broke: hidden, until its visibility timeout is over.
      fixture.aheadMs += 60_000;
      for (const { MessageId } of await fixture.receive(sqs)) handled.add(MessageId!);
    }
    assert.equal(handled.size, rounds);
  });

  it("keeps its messages in flight when it had read them before it closed", async () => {
    await fixture.send(sqs, "a");
    const worker = fixture.client("worker");
    assert.equal((await fixture.receive(worker)).length, 1);
    worker.destroy();
    // Two round trips: by then the server has seen the other connection close.
    for (let trip = 0; trip < 2; trip++) assert.deepEqual(await fixture.receive(sqs), []);
    assert.equal(fixture.server.counts()?.inFlight, 1);
  });

  it("counts and hides what was on the way to it when the connection broke, as AWS does (it never reached the DLQ)", async () => {
    await fixture.send(sqs, "a".repeat(1_000_000));
    for (let receive = 1; receive <= 4; receive++) {
      const before = fixture.events.length;
      const socket = net.connect(fixture.server.port, "127.0.0.1");
      const body = JSON.stringify({ QueueUrl: fixture.server.queueUrl });
      socket.write(
        `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-amz-json-1.0\r\nx-amz-target: AmazonSQS.ReceiveMessage\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      await fixture.until(() =>
        fixture.events.slice(before).some(({ type }) => type === "queue.received" || type === "queue.dead-lettered"),
      );
      socket.resetAndDestroy();
      assert.equal(fixture.server.peek("in-flight")[0]?.receiveCount, receive < 4 ? receive : undefined);
      fixture.aheadMs += 60_000;
    }
    assert.equal(fixture.server.counts()?.dead, 1);
  });
});
