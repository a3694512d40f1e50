import assert from "node:assert/strict";
import {
  AddPermissionCommand,
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ListMessageMoveTasksCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  type MessageAttributeValue,
  type SendMessageCommandInput,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

const ARN = "arn:aws:sqs:ap-northeast-2:000000000000";

/** What AWS documents or answers, and this server once did not. boto3.test.ts has the same for the Query protocol. */
describe("AWS's rules of SQS, with the unmodified SDK", () => {
  let fixture: QueueFixture;
  let sqs: SQSClient;
  let QueueUrl: string;

  beforeEach(async () => {
    fixture = await QueueFixture.start();
    sqs = fixture.client();
    QueueUrl = fixture.server.queueUrl;
  });
  afterEach(() => fixture.stop());

  const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
  const send = (more: Partial<SendMessageCommandInput>): Promise<unknown> =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a", ...more }));
  const moment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it("retention: a message vanishes in the end, and the log and an event say so", async () => {
    const url = await create("short", { MessageRetentionPeriod: "60" });
    const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "old" }));
    fixture.aheadMs += 60_000;
    assert.deepEqual(await fixture.receive(sqs, { url }), []);
    const event = fixture.events.at(-1);
    assert.deepEqual(
      [event?.type, event?.messageId, event?.details],
      ["queue.expired", MessageId, { queueName: "short", retentionMs: 60_000 }],
    );
    assert.match(fixture.logged.join("\n"), /1 messages vanished from short: .* MessageRetentionPeriod of 1 min/);
  });

  it("retention: is noticed while nobody asks", async () => {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: "60", RedrivePolicy: "" } }),
    );
    await fixture.send(sqs, "old");
    fixture.aheadMs += 60_000;
    await fixture.until(() => fixture.events.some(({ type }) => type === "queue.expired"));
  });

  it("RedrivePolicy: the dead-letter queue exists, is another one, of the same kind, after 1 to 1000 receives", async () => {
    const set = (policy: unknown): Promise<unknown> => {
      const RedrivePolicy = typeof policy === "string" ? policy : JSON.stringify(policy);
      return sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
    };
    const target = (name: string, maxReceiveCount: unknown = 2) => ({
      deadLetterTargetArn: `${ARN}:${name}`,
      maxReceiveCount,
    });
    const dead = "academy-messaging-jobs-dlq";
    const cases: [policy: unknown, reason: RegExp][] = [
      [target("nope"), /Dead letter target does not exist/],
      [target("academy-messaging-jobs"), /cannot be the source queue itself/],
      [target("nope.fifo"), /must be same type of queue/],
      [target(dead, 0), /Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000/],
      [target(dead, 1001), /maxReceiveCount: 1001/],
      [target(dead, "many"), /maxReceiveCount: many/],
      [{ deadLetterTargetArn: `${ARN}:${dead}` }, /mandatory attribute: maxReceiveCount/],
      [{ maxReceiveCount: 1 }, /mandatory attribute: deadLetterTargetArn/],
      ["{", /not a valid JSON map/],
    ];
    for (const [policy, reason] of cases)
      await assert.rejects(set(policy), { name: "InvalidParameterValue", message: reason });
    await assert.rejects(create("t3", { RedrivePolicy: JSON.stringify(target("t3")) }), {
      name: "InvalidParameterValue",
    });
    for (const count of [1, "1000"]) await set(target(dead, count));
  });

  it("message attributes: numbers are numbers, names may be __proto__, and AWS's own names are reserved", async () => {
    const sendWith = (name: string, attribute: MessageAttributeValue): Promise<unknown> =>
      send({ MessageAttributes: Object.fromEntries([[name, attribute]]) });
    for (const StringValue of ["abc", "1 2", "0x10", "1e127", "1e-129", "1".repeat(39), "NaN", "--1"])
      await assert.rejects(sendWith("n", { DataType: "Number", StringValue }), {
        name: "InvalidParameterValue",
        message: /Can't cast the value of message \(user\) attribute 'n' to a number/,
      });
    for (const StringValue of ["0", "-1.50", "+.5", "1e126", "1E-128", "1".repeat(38), "0.000"])
      await sendWith("n", { DataType: "Number.decimal", StringValue });
    await sendWith("__proto__", { DataType: "String", StringValue: "polluted?" });
    const messages = await fixture.receive(sqs);
    const names = messages.flatMap(({ MessageAttributes = {} }) => Object.getOwnPropertyNames(MessageAttributes));
    assert.equal(messages.length, 8);
    assert.equal(Object.hasOwn({}, "StringValue"), false);
    assert.equal(names.filter((name) => name === "n").length, 7);
    for (const name of ["AWS.x", "Amazon.y", ".a", "a.", "a..b", "a b"])
      await assert.rejects(sendWith(name, { DataType: "String", StringValue: "x" }), { name: "InvalidParameterValue" });
  });

  it("system attributes: an unknown name is refused, at the send and at the receive", async () => {
    const bogus = { Bogus: { DataType: "String", StringValue: "x" } };
    await assert.rejects(send({ MessageSystemAttributes: bogus as never }), {
      name: "InvalidParameterValue",
      message: /'Bogus'/,
    });
    const ask = (names: string[]): Promise<unknown> =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: names as never }));
    await assert.rejects(ask(["Bogus"]), { name: "InvalidAttributeName" });
    await ask(["SequenceNumber", "MessageDeduplicationId"]);
    await assert.rejects(
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: Object.fromEntries([["__proto__", "x"]]) })),
      { name: "InvalidAttributeName" },
    );
  });

  it("fair queues: MessageGroupId is taken and given back; MessageDeduplicationId belongs to FIFO queues", async () => {
    await send({ MessageGroupId: "tenant-7" });
    await fixture.restart();
    sqs = fixture.client();
    QueueUrl = fixture.server.queueUrl;
    const [message] = await fixture.receive(sqs);
    assert.equal(message?.Attributes?.MessageGroupId, "tenant-7");
    for (const MessageGroupId of ["a b", "ㄱ", "g".repeat(129)])
      await assert.rejects(send({ MessageGroupId }), { name: "InvalidParameterValue", message: /MessageGroupId/ });
    await assert.rejects(send({ MessageDeduplicationId: "d" }), {
      name: "InvalidParameterValue",
      message: /MessageDeduplicationId is invalid.*not valid for this queue type/,
    });
  });

  it("receipt handles: one of another queue is refused, a stale one of this queue is not", async () => {
    const other = await create("other");
    await fixture.send(sqs, "a");
    const [message] = await fixture.receive(sqs);
    const { ReceiptHandle } = message!;
    for (const command of [
      new DeleteMessageCommand({ QueueUrl: other, ReceiptHandle }),
      new ChangeMessageVisibilityCommand({ QueueUrl: other, ReceiptHandle, VisibilityTimeout: 0 }),
    ])
      await assert.rejects(sqs.send(command as DeleteMessageCommand), { name: "ReceiptHandleIsInvalid" });
    for (let times = 0; times < 2; times++) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    assert.equal(fixture.server.counts()?.inFlight, 0);
  });

  it("visibility: 12 hours in all", async () => {
    await fixture.send(sqs, "a");
    const [message] = await fixture.receive(sqs);
    const hide = (VisibilityTimeout: number): Promise<unknown> =>
      sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    fixture.aheadMs += 30_000;
    await assert.rejects(hide(43_200), {
      name: "InvalidParameterValue",
      message: /beyond the limit \[43200 seconds\]/,
    });
    await hide(43_000);
  });

  it("60 seconds: between two purges, and between a deletion and a new queue of the name", async () => {
    const purge = (): Promise<unknown> => sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await purge();
    await assert.rejects(purge(), { name: "PurgeQueueInProgress", message: /every 60 seconds/ });
    const url = await create("gone");
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    await assert.rejects(create("gone"), { name: "QueueDeletedRecently", message: /wait 60 seconds/ });
    fixture.aheadMs += 60_000;
    await purge();
    await create("gone");
  });

  it("tags: 50 a queue", async () => {
    const tags = (from: number, count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, "v"]));
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: tags(0, 50) }));
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: tags(0, 1) }));
    await assert.rejects(sqs.send(new TagQueueCommand({ QueueUrl, Tags: tags(50, 1) })), {
      name: "InvalidParameterValue",
      message: /Too many tags/,
    });
    await assert.rejects(sqs.send(new CreateQueueCommand({ QueueName: "t", tags: tags(0, 51) })), {
      name: "InvalidParameterValue",
    });
  });

  it("FIFO: refused in words, by name and by attribute", async () => {
    await assert.rejects(create("a.fifo", { FifoQueue: "true" }), {
      name: "UnsupportedOperation",
      message: /FIFO queues are not supported/,
    });
    await assert.rejects(create("a", { FifoQueue: "true" }), { message: /FIFO queues are not supported/ });
    await assert.rejects(create("a", { FifoQueue: "false" }), {
      name: "InvalidAttributeName",
      message: /Unknown Attribute FifoQueue/,
    });
  });

  it("permissions: refused in words", async () => {
    const command = new AddPermissionCommand({ QueueUrl, Label: "x", AWSAccountIds: ["1"], Actions: ["*"] });
    await assert.rejects(sqs.send(command), { name: "UnsupportedOperation", message: /enforces no queue policy/ });
  });

  it("move tasks: keep to their rate, are listed, and can be cancelled", async () => {
    const SourceArn = `${ARN}:academy-messaging-jobs-dlq`;
    for (const body of ["a", "b", "c"]) await fixture.send(sqs, body);
    for (let receive = 1; receive <= 4; receive++) {
      await fixture.receive(sqs);
      fixture.aheadMs += 60_000;
    }
    const start = (more = {}): Promise<{ TaskHandle?: string | undefined }> =>
      sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...more }));
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await assert.rejects(start(), { name: "UnsupportedOperation", message: /already a task running/ });
    const list = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results;
    const [running] = (await list())!;
    assert.deepEqual(
      [running?.Status, running?.TaskHandle, running?.MaxNumberOfMessagesPerSecond],
      ["RUNNING", TaskHandle, 1],
    );
    assert.deepEqual([running?.ApproximateNumberOfMessagesMoved, running?.ApproximateNumberOfMessagesToMove], [1, 3]);
    while (fixture.server.counts()?.dead === 2) await moment();
    const cancelled = await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    assert.equal(cancelled.ApproximateNumberOfMessagesMoved, 2);
    await assert.rejects(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })), {
      name: "ResourceNotFoundException",
    });
    await start();
    assert.deepEqual(
      (await list())!.map(({ Status, TaskHandle }) => [Status, TaskHandle]),
      [
        ["COMPLETED", undefined],
        ["CANCELLED", undefined],
      ],
    );
    assert.deepEqual((await fixture.receive(sqs)).map(({ Body }) => Body).sort(), ["a", "b", "c"]);
  });

  it("move tasks: a message that was sent to the dead-letter queue itself has no way back", async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: fixture.server.deadLetterQueueUrl, MessageBody: "direct" }));
    const SourceArn = `${ARN}:academy-messaging-jobs-dlq`;
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
    assert.deepEqual([Results?.[0]?.Status, Results?.[0]?.FailureReason], ["FAILED", "CouldNotDetermineMessageSource"]);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: `${ARN}:academy-messaging-jobs` }));
    assert.equal(fixture.server.counts()?.visible, 1);
    await assert.rejects(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `${ARN}:academy-messaging-jobs` })), {
      name: "InvalidParameterValue",
      message: /configured as a Dead Letter Queue/,
    });
  });

  it("dead letters name the queue that they come from", async () => {
    await fixture.send(sqs, "a");
    for (let receive = 1; receive <= 4; receive++) {
      await fixture.receive(sqs);
      fixture.aheadMs += 60_000;
    }
    await fixture.restart();
    sqs = fixture.client();
    const [message] = await fixture.receive(sqs, { url: fixture.server.deadLetterQueueUrl });
    assert.equal(message?.Attributes?.DeadLetterQueueSourceArn, `${ARN}:academy-messaging-jobs`);
  });
});
