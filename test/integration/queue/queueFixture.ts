import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import type { Clock } from "../../../src/common/clock";
import type { Logger } from "../../../src/common/logger";
import type { MessageEvent } from "../../../src/runtime/message/messageEvents";
import { startQueueServer, type QueueServer, type QueueServerOptions } from "../../../src/runtime/queue/queueServer";

/** A real server in a folder of its own, and what it told. Everything is closed by `stop()`. */
export class QueueFixture {
  readonly events: MessageEvent[] = [];
  readonly logged: string[] = [];
  /** Added to the server's clock; tests move time instead of waiting for it. */
  aheadMs = 0;
  readonly #clients: SQSClient[] = [];
  readonly #listeners = new Set<() => void>();
  server!: QueueServer;

  private constructor(readonly dataDir: string) {}

  static async start(options: Partial<QueueServerOptions> = {}): Promise<QueueFixture> {
    const fixture = new QueueFixture(await fs.mkdtemp(path.join(os.tmpdir(), "queue-")));
    await fixture.startServer(options);
    return fixture;
  }

  /** A second server on what a running one has written so far. */
  static async startOnCopy(other: QueueFixture): Promise<QueueFixture> {
    const fixture = new QueueFixture(await fs.mkdtemp(path.join(os.tmpdir(), "queue-")));
    await fs.cp(other.dataDir, fixture.dataDir, { recursive: true });
    await fixture.startServer();
    return fixture;
  }

  async startServer(options: Partial<QueueServerOptions> = {}): Promise<void> {
    const clock: Clock = { now: () => Date.now() + this.aheadMs };
    const note = (text: string): void => void this.logged.push(text);
    const log: Logger = { debug() {}, info: note, warning: note, error: note };
    const emit = (event: MessageEvent): void => {
      this.events.push(event);
      for (const listener of this.#listeners) listener();
    };
    this.server = await startQueueServer({ port: 0, dataDir: this.dataDir, emit, log, clock, ...options });
  }

  /** As after a stop of the stack: same folder, new process state. */
  async restart(): Promise<void> {
    await this.server.stop();
    await this.startServer();
  }

  client(accessKeyId = "test", region = "ap-northeast-2"): SQSClient {
    const client = new SQSClient({
      endpoint: this.server.endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey: "test" },
      maxAttempts: 1,
    });
    this.#clients.push(client);
    return client;
  }

  async send(client: SQSClient, body: string): Promise<string> {
    const { MessageId } = await client.send(
      new SendMessageCommand({ QueueUrl: this.server.queueUrl, MessageBody: body }),
    );
    return MessageId!;
  }

  async receive(client: SQSClient, options: { url?: string; max?: number; wait?: number } = {}): Promise<Message[]> {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: options.url ?? this.server.queueUrl,
        MaxNumberOfMessages: options.max ?? 10,
        WaitTimeSeconds: options.wait ?? 0,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    return Messages;
  }

  /** Resolves once `done` holds; it is asked again after every event. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!done()) return;
        this.#listeners.delete(check);
        resolve();
      };
      this.#listeners.add(check);
      check();
    });
  }

  /** A poll that begins is no event of a message; it shows in the pollers only. */
  async untilPolling(): Promise<void> {
    while (!this.server.pollers().some(({ openPolls }) => openPolls > 0))
      await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.server.stop();
    await fs.rm(this.dataDir, { recursive: true, force: true });
  }
}
