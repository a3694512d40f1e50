import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { QueueFixture } from "./queueFixture";

describe("queues over restarts, and what keeps them", () => {
  let fixture: QueueFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    fixture = await QueueFixture.start();
    sqs = fixture.client();
  });
  afterEach(() => fixture.stop());

  it("keeps ready, in-flight, delayed and dead messages over a restart", async () => {
    for (const body of ["flying", "ready"]) await fixture.send(sqs, body);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: fixture.server.queueUrl,
        MessageBody: "delayed",
        DelaySeconds: 900,
        MessageAttributes: { bytes: { DataType: "Binary", BinaryValue: Uint8Array.of(1, 2) } },
      }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl: fixture.server.deadLetterQueueUrl, MessageBody: "dead" }));
    const [flying] = await fixture.receive(sqs, { max: 1 });
    await fixture.restart();
    sqs = fixture.client();
    assert.deepEqual(
      (["ready", "in-flight", "delayed", "dead"] as const).map((part) =>
        fixture.server.peek(part).map(({ body }) => body),
      ),
      [["ready"], ["flying"], ["delayed"], ["dead"]],
    );
    const QueueUrl = fixture.server.queueUrl;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: flying?.ReceiptHandle }));
    fixture.aheadMs += 900_000;
    const messages = await fixture.receive(sqs);
    assert.deepEqual(
      messages.map(({ Body }) => Body),
      ["ready", "delayed"],
    );
    assert.deepEqual([...(messages[1]?.MessageAttributes?.["bytes"]?.BinaryValue ?? [])], [1, 2]);
  });

  it("has on disk what it answered, as a killed process would leave it", async () => {
    await fixture.send(sqs, "kept");
    await fixture.send(sqs, "deleted");
    const messages = await fixture.receive(sqs);
    const { ReceiptHandle } = messages.find(({ Body }) => Body === "deleted")!;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: fixture.server.queueUrl, ReceiptHandle }));
    const copy = await QueueFixture.startOnCopy(fixture);
    try {
      assert.deepEqual(
        copy.server.peek("in-flight").map(({ body, receiveCount }) => [body, receiveCount]),
        [["kept", 1]],
      );
      assert.equal(copy.server.counts()?.visible, 0);
    } finally {
      await copy.stop();
    }
  });

  it("counts receives over a restart", async () => {
    await fixture.send(sqs, "a");
    await fixture.receive(sqs);
    fixture.aheadMs += 60_000;
    await fixture.restart();
    assert.equal((await fixture.receive(fixture.client()))[0]?.Attributes?.ApproximateReceiveCount, "2");
  });

  it("knows its queues in their region only", async () => {
    const elsewhere = fixture.client("test", "us-east-1");
    await assert.rejects(elsewhere.send(new GetQueueUrlCommand({ QueueName: "academy-messaging-jobs" })), {
      name: "QueueDoesNotExist",
    });
    assert.equal((await elsewhere.send(new ListQueuesCommand({}))).QueueUrls?.length ?? 0, 0);
  });

  it("deletes, recreates, purges, tags and lists queues", async () => {
    const QueueUrl = fixture.server.queueUrl;
    await fixture.send(sqs, "a");
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    assert.equal(fixture.server.counts()?.visible, 0);
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: "메시지", other: "x" } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["other"] }));
    assert.deepEqual((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags, { team: "메시지" });
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "5", RedrivePolicy: "" } }),
    );
    await fixture.restart();
    sqs = fixture.client();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout", "RedrivePolicy"] }),
    );
    assert.deepEqual(Attributes, { VisibilityTimeout: "5" });
    assert.equal(fixture.server.deleteQueue(), true);
    await assert.rejects(fixture.send(sqs, "b"), { name: "QueueDoesNotExist" });
    assert.equal(fixture.server.counts(), undefined);
    fixture.server.createQueues();
    await fixture.send(sqs, "b");
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "academy", MaxResults: 1 }));
    assert.deepEqual(QueueUrls, [fixture.server.queueUrl]);
  });

  it("refuses to create a queue again with other attributes", async () => {
    const create = (seconds: string): Promise<unknown> =>
      sqs.send(new CreateQueueCommand({ QueueName: "twice", Attributes: { VisibilityTimeout: seconds } }));
    await create("10");
    await create("10");
    await assert.rejects(create("11"), { name: "QueueNameExists" });
    await assert.rejects(create("-1"), { name: "InvalidAttributeValue" });
  });

  it("takes another port when its own is taken, and says so", async () => {
    const other = await QueueFixture.start({ port: fixture.server.port });
    try {
      assert.notEqual(other.server.port, fixture.server.port);
      assert.match(other.logged.join("\n"), new RegExp(`Port ${fixture.server.port} is in use.*${other.server.port}`));
      await other.send(other.client(), "a");
      assert.equal(fixture.server.counts()?.visible, 0);
    } finally {
      await other.stop();
    }
  });

  it("answers an open long poll when it stops, and may be stopped twice", async () => {
    const poll = fixture.receive(sqs, { wait: 20 });
    await fixture.untilPolling();
    await Promise.all([fixture.server.stop(), fixture.server.stop()]);
    assert.deepEqual(await poll, []);
  });

  it("leaves a file alone that a newer version wrote", async () => {
    await fixture.server.stop();
    const file = path.join(fixture.dataDir, "queue.sqlite");
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await assert.rejects(fixture.startServer(), { reason: "newer-queue-file" });
    assert.deepEqual(await fs.readdir(fixture.dataDir), ["queue.sqlite"]);
  });

  it("sets a file aside that it cannot read", async () => {
    await fixture.server.stop();
    await fs.writeFile(path.join(fixture.dataDir, "queue.sqlite"), "no database".repeat(100));
    await fixture.startServer();
    assert.equal(fixture.server.counts()?.visible, 0);
    assert.match(fixture.logged.join("\n"), /could not be read/);
    assert.equal((await fs.readdir(fixture.dataDir)).filter((file) => file.includes("unreadable")).length, 1);
  });
});
