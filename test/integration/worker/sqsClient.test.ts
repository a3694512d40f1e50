import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { SQSClient, type ReceiveMessageCommandOutput } from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../../../src/common/logger";
import { silentLogger } from "../../../src/common/logger";
import { botocoreText, queueErrorOf } from "../../../src/runtime/queue/protocol/botocoreText";
import { QueueConsumer } from "../../../src/runtime/worker/receiving/queueConsumer";
import type { ReceivedMessage } from "../../../src/runtime/worker/receiving/queueConsumer";
import { openSqsClient } from "../../../src/runtime/queue/client/sqsClient";
import type { SqsClientOptions } from "../../../src/runtime/queue/client/sqsClient";
import type { OpenedSqs } from "../../../src/runtime/queue/client/openedSqs";
import { QueueFixture } from "../queue/queueFixture";

const SECRET = "test-secret";

const warning = (why: string) =>
  `The AWS SDK's inside is not as expected (${why}): its default client is used, at more CPU`;

/** The SDK as it is, and as another version of it might be. */
const insides: [string, SqsClientOptions["make"], string[]][] = [
  ["the fast client", undefined, []],
  [
    "the default one, where a middleware has another name",
    (config) => {
      const client = new SQSClient(config);
      client.middlewareStack.remove("loggerMiddleware");
      return client;
    },
    [warning("it has no loggerMiddleware")],
  ],
  [
    "the default one, where the configuration cannot be replaced",
    (config) => {
      const client = new SQSClient(config);
      return Object.defineProperty(client, "config", { value: client.config, writable: false });
    },
    [warning("Cannot assign to read only property 'config' of object '#<SQSClient>'")],
  ],
  [
    "the default one, where calls are not signed as they were",
    (config) => {
      const client = new SQSClient(config);
      client.middlewareStack.add(
        (next) => (args) => {
          delete (args.request as { headers: Record<string, string> }).headers["authorization"];
          return next(args);
        },
        { step: "finalizeRequest", priority: "low" },
      );
      return client;
    },
    [warning("the signature is missing")],
  ],
];

describe("the worker's SQS client", () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function open(endpoint: string, options: Partial<SqsClientOptions> = {}): Promise<OpenedSqs> {
    const sqs = await openSqsClient({
      userAgent: "messaging-worker/7",
      config: {
        endpoint,
        region: "ap-northeast-2",
        credentials: { accessKeyId: "test", secretAccessKey: SECRET },
        maxAttempts: 1,
      },
      log: silentLogger,
      ...options,
    });
    ends.push(() => sqs.client.destroy());
    return sqs;
  }

  const client = async (endpoint: string): Promise<SQSClient> => (await open(endpoint)).client;

  async function queue(): Promise<QueueFixture> {
    const fixture = await QueueFixture.start();
    ends.push(() => fixture.stop());
    return fixture;
  }

  async function httpServer(onRequest: http.RequestListener): Promise<string> {
    const server = http.createServer(onRequest).listen(0, "127.0.0.1");
    await once(server, "listening");
    ends.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  for (const [inside, make, warnings] of insides) {
    it(`is known to the queue by its own name, and takes and gives the same: ${inside}`, async () => {
      const fixture = await queue();
      const { server } = fixture;
      const logged: string[] = [];
      const log: Logger = { ...silentLogger, warning: (text) => void logged.push(text) };
      const { client, receiverUntil } = await open(server.endpoint, { log, ...(make && { make }) });
      const { queueUrl: QueueUrl } = server;
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "한글 😀" }));
      const { Messages } = await receiverUntil(new AbortController().signal)({ QueueUrl });
      assert.equal(Messages?.[0]?.Body, "한글 😀");
      const stop = new AbortController();
      const waiting = receiverUntil(stop.signal)({ QueueUrl, WaitTimeSeconds: 20 });
      await fixture.untilPolling();
      stop.abort();
      await assert.rejects(waiting, { name: "AbortError" });
      assert.match(server.pollers()[0]?.userAgent ?? "", /messaging-worker\/7/);
      assert.deepEqual(logged, warnings);
    });
  }

  it("ends the long polls of a consumer that stops: the next message is another's", async () => {
    const { server } = await queue();
    const { endpoint, queueUrl: QueueUrl } = server;
    const sqs = await open(endpoint);
    const taken: ReceivedMessage[] = [];
    const consumer = new QueueConsumer({
      ...sqs,
      queueName: QueueUrl.split("/").at(-1)!,
      endpoint,
      waitSeconds: 20,
      visibilityTimeoutSeconds: 60,
      maxInFlight: 10,
      maxPolls: 2,
      log: silentLogger,
      told: () => Promise.resolve(),
      onMessages: (messages) => taken.push(...messages),
      onHeartbeat: () => undefined,
    });
    await consumer.start();
    await consumer.stopPolling();
    await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "later" }));
    const { Messages } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.equal(Messages?.[0]?.Body, "later");
    await consumer.drained();
    assert.deepEqual(taken, []);
  });

  it("takes what is on its way when the consumer stops (it stayed hidden for a visibility timeout)", async () => {
    const fixture = await queue();
    await fixture.send(fixture.client(), "on its way");
    let stopped: Promise<void> | undefined;
    const proxy = await httpServer((request, response) => {
      const { method = "POST", headers } = request;
      const onward = http.request(fixture.server.endpoint, { method, headers }, (answer) => {
        const isReceive = headers["x-amz-target"] === "AmazonSQS.ReceiveMessage";
        if (isReceive) stopped ??= consumer.stopPolling();
        setImmediate(() => answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers)));
      });
      request.pipe(onward);
    });
    const taken: ReceivedMessage[] = [];
    const arrived = Promise.withResolvers<void>();
    const consumer = new QueueConsumer({
      ...(await open(proxy)),
      queueName: fixture.server.queueName,
      endpoint: proxy,
      waitSeconds: 20,
      visibilityTimeoutSeconds: 60,
      maxInFlight: 10,
      maxPolls: 2,
      log: silentLogger,
      told: () => Promise.resolve(),
      onMessages: (messages) => {
        taken.push(...messages);
        for (const { receiptHandle } of messages) consumer.giveBack(receiptHandle, 0);
        arrived.resolve();
      },
      onHeartbeat: () => undefined,
    });
    await consumer.start();
    await arrived.promise;
    await stopped;
    await consumer.drained();
    assert.deepEqual(
      taken.map(({ body }) => body),
      ["on its way"],
    );
    assert.deepEqual(fixture.server.counts()?.visible, 1);
  });

  it("polls on when two polls come back empty at once (the worker ran, and received nothing ever again)", async () => {
    const fixture = await queue();
    const sqs = await open(fixture.server.endpoint);
    const answers: ((output: ReceiveMessageCommandOutput) => void)[] = [];
    let asked: (() => void) | undefined;
    const consumer = new QueueConsumer({
      ...sqs,
      // Real receives are answered one by one; these two end in one turn of the event loop.
      receiverUntil: (signal) => async (input) => {
        if (taken.length < 10) return sqs.receiverUntil(signal)(input);
        return new Promise((resolve) => {
          answers.push(resolve);
          signal.addEventListener("abort", () => resolve({ Messages: [], $metadata: {} }));
          asked?.();
        });
      },
      queueName: fixture.server.queueName,
      endpoint: fixture.server.endpoint,
      waitSeconds: 20,
      visibilityTimeoutSeconds: 60,
      maxInFlight: 100,
      maxPolls: 2,
      log: silentLogger,
      told: () => Promise.resolve(),
      onMessages: (messages) => {
        taken.push(...messages);
        for (const { receiptHandle } of messages) consumer.complete(receiptHandle);
      },
      onHeartbeat: () => undefined,
    });
    const polls = (count: number): Promise<void> =>
      new Promise((resolve) => {
        asked = () => answers.length >= count && resolve();
        asked();
      });
    const taken: ReceivedMessage[] = [];
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "full" }));
    await sqs.client.send(new SendMessageBatchCommand({ QueueUrl: fixture.server.queueUrl, Entries }));
    await consumer.start();
    await polls(2);
    for (const answer of answers.splice(0)) answer({ Messages: [], $metadata: {} });
    await polls(1);
    await consumer.stopPolling();
    await consumer.drained();
  });

  it("polls on when the poll that held the whole window ends empty (the others waited for its room for ever)", async () => {
    const fixture = await queue();
    const sqs = await open(fixture.server.endpoint);
    const taken = new Set<string>();
    const consumer: QueueConsumer = new QueueConsumer({
      ...sqs,
      queueName: fixture.server.queueName,
      endpoint: fixture.server.endpoint,
      waitSeconds: 1,
      visibilityTimeoutSeconds: 60,
      maxInFlight: 10,
      maxPolls: 8,
      log: silentLogger,
      told: () => Promise.resolve(),
      onMessages: (messages) => {
        for (const { receiptHandle, messageId } of messages) {
          taken.add(messageId);
          consumer.complete(receiptHandle);
        }
      },
      onHeartbeat: () => undefined,
    });
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "full" }));
    const sendTen = () => sqs.client.send(new SendMessageBatchCommand({ QueueUrl: fixture.server.queueUrl, Entries }));
    for (let batch = 0; batch < 6; batch++) await sendTen();
    await consumer.start();
    await fixture.until(() => taken.size === 60);
    const idle = (): boolean =>
      fixture.server
        .pollers()
        .some(({ lastReceivedAt = 0, lastPollAt, openPolls }) => openPolls === 0 && lastPollAt > lastReceivedAt);
    while (!idle()) await new Promise((resolve) => setImmediate(resolve));
    await sendTen();
    await fixture.until(() => taken.size === 70);
    await consumer.stopPolling();
    await consumer.drained();
  });

  it("keeps the window over deletes that are slow: a flood of quick messages had all of the queue in flight", async () => {
    const { server } = await queue();
    const { endpoint, queueUrl: QueueUrl } = server;
    const sqs = await open(endpoint);
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "quick" }));
    for (let batch = 0; batch < 6; batch++) await sqs.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const mayDelete = Promise.withResolvers<void>();
    const all = Promise.withResolvers<void>();
    let received = 0;
    const consumer: QueueConsumer = new QueueConsumer({
      ...sqs,
      queueName: QueueUrl.split("/").at(-1)!,
      endpoint,
      waitSeconds: 0,
      visibilityTimeoutSeconds: 60,
      maxInFlight: 20,
      maxPolls: 4,
      log: silentLogger,
      told: () => mayDelete.promise,
      onMessages: (messages) => {
        received += messages.length;
        for (const { receiptHandle } of messages) consumer.complete(receiptHandle);
        if (received === 60) all.resolve();
      },
      onHeartbeat: () => undefined,
    });
    await consumer.start();
    await Promise.race([all.promise, sleep(500)]);
    assert.ok(received < 60, `${received} of a window of 20`);
    mayDelete.resolve();
    await all.promise;
    await consumer.stopPolling();
    await consumer.drained();
  });

  it("tells where nobody listens as the system does", async () => {
    const sqs = await client("http://127.0.0.1:1");
    await assert.rejects(sqs.send(new GetQueueUrlCommand({ QueueName: "q" })), { code: "ECONNREFUSED" });
  });

  for (const [when, answer] of [
    ["before the answer", ""],
    ["in the middle of the answer", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"],
  ] as const) {
    it(`tells of a connection that was closed ${when} in botocore's words`, async () => {
      const endpoint = await httpServer(({ socket }) => socket.end(answer));
      await assert.rejects((await client(endpoint)).send(new GetQueueUrlCommand({ QueueName: "q" })), (error) => {
        const text = botocoreText(queueErrorOf(error), "GetQueueUrl", endpoint);
        const words = "Connection was closed before we received a valid response from endpoint URL";
        assert.equal(text, `${words}: "${endpoint}".`);
        return true;
      });
    });
  }

  it("signs as AWS checks it (Signature Version 4)", async () => {
    const signatures: { sent: string | undefined; expected: string }[] = [];
    const endpoint = await httpServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        const sent = /Signature=(\w+)/.exec(request.headers.authorization ?? "")?.[1];
        signatures.push({ sent, expected: signatureOf(request, body) });
        response.setHeader("content-type", "application/x-amz-json-1.0");
        response.end(JSON.stringify({ QueueUrl: "q" }));
      });
    });
    const sqs = await client(endpoint);
    for (const QueueName of ["one", "두번째"]) await sqs.send(new GetQueueUrlCommand({ QueueName }));
    assert.equal(signatures.length, 2);
    for (const { sent, expected } of signatures) assert.equal(sent, expected);
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, without a query. */
function signatureOf({ method, url, headers }: http.IncomingMessage, body: string): string {
  const [, scope = "", names = ""] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(headers.authorization ?? "") ?? [];
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const signed = names.split(";").map((name) => `${name}:${String(headers[name])}\n`);
  const canonical = [method, url, "", signed.join(""), names, sha256(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, toSign).toString("hex");
}
