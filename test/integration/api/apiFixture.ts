import fs from "node:fs";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { FastifyReply, FastifyRequest } from "fastify";
import { systemClock } from "../../../src/common/clock";
import { silentLogger } from "../../../src/common/logger";
import { createApiServer, type ApiServer, type ApiServerOptions } from "../../../src/runtime/api/apiServer";
import type { MessageEvent } from "../../../src/runtime/message/messageEvents";
import type { MessagePayload } from "../../../src/runtime/queue/payload";
import { seedStore } from "../../../src/runtime/store/seed";
import { openStore, type Store } from "../../../src/runtime/store/store";

export const QUEUE_NAME = "academy-messaging-jobs";
const STAFF_TOKEN = "staff-token";
export const STUDENT_TOKEN = "student-token";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** The API on a store of its own and a real SQS server in front of it, all on loopback. */
export interface ApiFixture {
  api: ApiServer;
  store: Store;
  events: MessageEvent[];
  lines: string[];
  queue: SqsFixture;
  /** POSTs (or what `init` says) as staff of hakwonplus; headers and body may be replaced. */
  request(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
  send(body: unknown, headers?: Record<string, string>): ReturnType<ApiFixture["request"]>;
  stop(): Promise<void>;
}

export async function startApi(overrides: Partial<ApiServerOptions> = {}): Promise<ApiFixture> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "api-test-"));
  const store = openStore(path.join(directory, "store.sqlite"));
  seedStore(store);
  const queue = await startSqs();
  const events: MessageEvent[] = [];
  const lines: string[] = [];
  const api = await createApiServer({
    port: 0,
    store,
    sqs: { queueName: QUEUE_NAME, region: "ap-northeast-2", endpoint: queue.endpoint, credentials },
    tokens: [
      { value: STAFF_TOKEN, isStaff: true },
      { value: STUDENT_TOKEN, isStaff: false },
    ],
    emit: (event) => events.push(event),
    log: silentLogger,
    logSink: (line) => lines.push(line),
    clock: systemClock,
    siteUrl: "https://academy.example",
    ...overrides,
  });
  const request: ApiFixture["request"] = async (urlPath, init = {}) => {
    const response = await fetch(api.baseUrl + urlPath, {
      method: "POST",
      ...init,
      headers: {
        Authorization: `Bearer ${STAFF_TOKEN}`,
        "X-Tenant-Code": "hakwonplus",
        "Content-Type": "application/json",
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      headers: response.headers,
    };
  };
  return {
    api,
    store,
    events,
    lines,
    queue,
    request,
    send: (body, headers) =>
      request("/api/v1/messaging/send/", { body: typeof body === "string" ? body : JSON.stringify(body), headers }),
    stop: async () => {
      await api.stop();
      await queue.stop();
      store.close();
      fs.rmSync(directory, { recursive: true });
    },
  };
}

export interface SqsFixture {
  endpoint: string;
  client: SQSClient;
  queueUrl: string;
  deleteQueue(): Promise<void>;
  createQueue(): Promise<void>;
  /** The next answers to SendMessageBatch are this AWS error, until undefined is set. */
  failWith(error: { status: number; code: string; message: string } | undefined): void;
  /** Empties the queue. */
  receiveAll(): Promise<MessagePayload[]>;
  stop(): Promise<void>;
}

async function startSqs(): Promise<SqsFixture> {
  // fauxqs is an ES module only, the tests are bundled as CommonJS.
  const { buildApp } = await import("fauxqs");
  const app = buildApp({ logger: false });
  let failure: { status: number; code: string; message: string } | undefined;
  app.addHook("onRequest", async (request: FastifyRequest, reply: FastifyReply) => {
    if (!failure || request.headers["x-amz-target"] !== "AmazonSQS.SendMessageBatch") return undefined;
    return reply
      .code(failure.status)
      .header("x-amzn-query-error", `${failure.code};Sender`)
      .header("content-type", "application/x-amz-json-1.0")
      .send({ __type: `com.amazonaws.sqs#${failure.code}`, message: failure.message });
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const client = new SQSClient({ region: "ap-northeast-2", endpoint, credentials, useQueueUrlAsEndpoint: false });
  const create = () => client.send(new CreateQueueCommand({ QueueName: QUEUE_NAME }));
  const queueUrl = (await create()).QueueUrl ?? "";
  return {
    endpoint,
    client,
    queueUrl,
    failWith: (error) => void (failure = error),
    createQueue: async () => void (await create()),
    deleteQueue: async () => void (await client.send(new DeleteQueueCommand({ QueueUrl: queueUrl }))),
    receiveAll: async () => {
      const bodies: MessagePayload[] = [];
      for (;;) {
        const { Messages } = await client.send(
          new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
        );
        if (!Messages?.length) return bodies;
        bodies.push(...Messages.map(({ Body }) => JSON.parse(Body ?? "") as MessagePayload));
      }
    },
    stop: async () => {
      client.destroy();
      await app.close();
    },
  };
}
