import assert from "node:assert/strict";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

describe("queue server with the AWS SDK", () => {
  let fixture: QueueFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    fixture = await QueueFixture.start();
    sqs = fixture.client();
  });
  afterEach(() => fixture.stop());

  it("creates the queue and its dead-letter queue as the backend has them", async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "academy-messaging-jobs" }));
    assert.equal(QueueUrl, fixture.server.queueUrl);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    assert.equal(Attributes?.["VisibilityTimeout"], "60");
    assert.equal(Attributes?.["QueueArn"], "arn:aws:sqs:ap-northeast-2:000000000000:academy-messaging-jobs");
    assert.deepEqual(JSON.parse(Attributes?.["RedrivePolicy"] ?? ""), {
      deadLetterTargetArn: "arn:aws:sqs:ap-northeast-2:000000000000:academy-messaging-jobs-dlq",
      maxReceiveCount: 3,
    });
    const { queueUrls } = await sqs.send(
      new ListDeadLetterSourceQueuesCommand({ QueueUrl: fixture.server.deadLetterQueueUrl }),
    );
    assert.deepEqual(queueUrls, [QueueUrl]);
  });

  it("carries text, attributes of each type and the trace header; the SDK checks the digests", async () => {
    const body = '한글 😀 \t\r\n <&> "\\u0000"';
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl: fixture.server.queueUrl,
        MessageBody: body,
        MessageAttributes: {
          text: { DataType: "String", StringValue: "값" },
          number: { DataType: "Number.int", StringValue: "7" },
          bytes: { DataType: "Binary", BinaryValue: Uint8Array.of(0, 255, 128) },
        },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-2-3" } },
      }),
    );
    const [message] = await fixture.receive(sqs);
    assert.equal(message?.MessageId, sent.MessageId);
    assert.equal(message?.Body, body);
    assert.equal(message?.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
    assert.equal(message?.MessageAttributes?.["text"]?.StringValue, "값");
    assert.deepEqual([...(message?.MessageAttributes?.["bytes"]?.BinaryValue ?? [])], [0, 255, 128]);
    assert.equal(message?.Attributes?.ApproximateReceiveCount, "1");
    assert.equal(message?.Attributes?.AWSTraceHeader, "Root=1-2-3");
  });

  it("tells each transition with the body's trace id, or the message's id without one", async () => {
    const foreign = await fixture.send(sqs, "not JSON");
    await fixture.send(sqs, JSON.stringify({ trace_id: "trace-1", text: "안녕" }));
    const messages = await fixture.receive(sqs);
    const ours = messages.find(({ MessageId }) => MessageId !== foreign);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: fixture.server.queueUrl,
        ReceiptHandle: ours?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const [again] = await fixture.receive(sqs);
    await sqs.send(
      new DeleteMessageCommand({ QueueUrl: fixture.server.queueUrl, ReceiptHandle: again?.ReceiptHandle }),
    );
    const typesOf = (traceId: string): string[] =>
      fixture.events.filter((e) => e.traceId === traceId).map((e) => e.type);
    assert.deepEqual(typesOf("trace-1"), [
      "queue.enqueued",
      "queue.received",
      "queue.returned",
      "queue.received",
      "queue.deleted",
    ]);
    assert.deepEqual(typesOf(foreign), ["queue.enqueued", "queue.received"]);
  });

  it("answers batches entry by entry", async () => {
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: "small", Attributes: { MaximumMessageSize: "1024" } }),
    );
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "fits", MessageBody: "a" },
          { Id: "big", MessageBody: "a".repeat(1025) },
        ],
      }),
    );
    assert.deepEqual(
      sent.Successful?.map(({ Id }) => Id),
      ["fits"],
    );
    assert.deepEqual(
      sent.Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
      [["big", "InvalidParameterValue", true]],
    );
    const [message] = await fixture.receive(sqs, { url: QueueUrl });
    const Entries = [
      { Id: "garbage", ReceiptHandle: "garbage" },
      { Id: "right", ReceiptHandle: message?.ReceiptHandle },
    ];
    const changed = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: Entries.map((entry) => ({ ...entry, VisibilityTimeout: 9 })),
      }),
    );
    assert.deepEqual([changed.Successful?.[0]?.Id, changed.Failed?.[0]?.Code], ["right", "ReceiptHandleIsInvalid"]);
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    assert.deepEqual([deleted.Successful?.[0]?.Id, deleted.Failed?.[0]?.Code], ["right", "ReceiptHandleIsInvalid"]);
    assert.deepEqual(fixture.server.counts("small"), {
      visible: 0,
      inFlight: 0,
      delayed: 0,
      dead: 0,
      oldestAgeSeconds: 0,
    });
  });

  it("moves a message to the dead-letter queue at the receive after the third, and back as a new one", async () => {
    const id = await fixture.send(sqs, '{"trace_id":"t"}');
    for (let receive = 1; receive <= 3; receive++) {
      const [message] = await fixture.receive(sqs);
      assert.equal(message?.Attributes?.ApproximateReceiveCount, String(receive));
      fixture.aheadMs += 60_000;
    }
    assert.deepEqual(await fixture.receive(sqs), []);
    assert.equal(fixture.server.counts()?.dead, 1);
    assert.deepEqual(
      fixture.server.peek("dead").map(({ messageId }) => messageId),
      [id],
    );
    assert.deepEqual(fixture.events.at(-1)?.details, {
      queueName: "academy-messaging-jobs",
      deadLetterQueue: "academy-messaging-jobs-dlq",
      receiveCount: 3,
    });
    assert.deepEqual(fixture.server.redrive({ messageIds: ["another"] }), []);
    const [redriven] = fixture.server.redrive();
    const [message] = await fixture.receive(sqs);
    assert.deepEqual([message?.MessageId, redriven?.messageId, redriven?.traceId], [redriven?.newMessageId, id, "t"]);
    assert.equal(message?.Attributes?.ApproximateReceiveCount, "1");
    assert.equal(fixture.server.counts()?.dead, 0);
  });

  it("keeps the first id of a foreign message when it is redriven (as another job it would be sent twice)", async () => {
    const id = await fixture.send(sqs, "foreign");
    for (let receive = 1; receive <= 4; receive++) {
      await fixture.receive(sqs);
      fixture.aheadMs += 60_000;
    }
    const [redriven] = fixture.server.redrive();
    await fixture.restart();
    sqs = fixture.client();
    const receive = async (name: string) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: fixture.server.queueUrl,
          MessageAttributeNames: [name],
          VisibilityTimeout: 0,
        }),
      );
      return Messages[0];
    };
    const message = await receive("original-message-id");
    assert.equal(redriven?.messageId, id);
    assert.equal(message?.MessageAttributes?.["original-message-id"]?.StringValue, id);
    // Nobody else sees an attribute that the producer did not set.
    assert.deepEqual((await receive("All"))?.MessageAttributes, undefined);
    assert.equal(fixture.events.findLast(({ type }) => type === "queue.received")?.traceId, id);
  });

  it("redrives by AWS's own action", async () => {
    await fixture.send(sqs, "dead");
    for (let receive = 1; receive <= 4; receive++) {
      await fixture.receive(sqs);
      fixture.aheadMs += 60_000;
    }
    const arn = "arn:aws:sqs:ap-northeast-2:000000000000:academy-messaging-jobs-dlq";
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
    assert.deepEqual(
      (await fixture.receive(sqs)).map(({ Body }) => Body),
      ["dead"],
    );
    await assert.rejects(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `${arn}x` })), {
      name: "ResourceNotFoundException",
    });
  });

  it("lets a handle delete after its visibility timeout, but no longer after the next receive", async () => {
    await fixture.send(sqs, "a");
    const [first] = await fixture.receive(sqs);
    fixture.aheadMs += 60_000;
    const [second] = await fixture.receive(sqs);
    const QueueUrl = fixture.server.queueUrl;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    assert.equal(fixture.server.counts()?.inFlight, 1);
    fixture.aheadMs += 60_000;
    assert.equal(fixture.server.counts()?.visible, 1);
    await assert.rejects(
      sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 5 }),
      ),
      { name: "MessageNotInflight" },
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    assert.equal(fixture.server.counts()?.visible, 0);
  });

  it("wakes a long poll for a delayed message when it is due", async () => {
    const QueueUrl = fixture.server.queueUrl;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 1 }));
    assert.equal(fixture.server.counts()?.delayed, 1);
    assert.deepEqual(
      (await fixture.receive(sqs, { wait: 5 })).map(({ Body }) => Body),
      ["later"],
    );
  });

  it("peeks 10,000 times without changing a receive count or a visibility", async () => {
    for (const body of ["ready", "flying", "dead"]) await fixture.send(sqs, body);
    await sqs.send(
      new SendMessageCommand({ QueueUrl: fixture.server.queueUrl, MessageBody: "delayed", DelaySeconds: 900 }),
    );
    await fixture.receive(sqs, { max: 2 });
    const parts = ["ready", "in-flight", "delayed", "dead"] as const;
    const look = (): unknown => parts.map((part) => fixture.server.peek(part));
    const before = look();
    for (let peek = 0; peek < 2_500; peek++) assert.deepEqual(look(), before);
    assert.deepEqual(
      parts.map((part) => fixture.server.peek(part).map(({ receiveCount, body }) => [body, receiveCount])),
      [
        [["dead", 0]],
        [
          ["ready", 1],
          ["flying", 1],
        ],
        [["delayed", 0]],
        [],
      ],
    );
    assert.equal((await fixture.receive(sqs))[0]?.Attributes?.ApproximateReceiveCount, "1");
  });

  it("tells who polls", async () => {
    const poll = fixture.receive(fixture.client("worker"), { wait: 20 });
    await fixture.send(sqs, "a");
    await poll;
    const [poller] = fixture.server.pollers();
    assert.equal(poller?.accessKeyId, "worker");
    assert.match(poller?.userAgent ?? "", /aws-sdk-js/);
    assert.deepEqual([poller?.address, poller?.receivedMessages, poller?.openPolls], ["127.0.0.1", 1, 0]);
  });
});
