import { SQS } from "@aws-sdk/client-sqs";
import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { messageOf } from "../src/common/errors";
import type { MessagePayload } from "../src/runtime/queue/payload";
import { startProviderServer, type ProviderServer } from "./providerServer";
import type { Contestant, Setting } from "./contestant";
import { atExit, cpuMsOf, ended } from "./processes";
import type { FromQueue, ToQueue } from "./queueProcess";

/** What a contestant starts with: a queue, a provider and an empty folder. */
export interface Arena {
  folder: string;
  queueUrl: string;
  provider: ProviderServer;
  delayMs: number;
  /** Environment of its process: the queue's address, and any credentials. */
  env: Record<string, string>;
}

export interface RunResult {
  messages: number;
  perSecond: number;
  /** CPU milliseconds per message, by process. The provider runs in this process. */
  cpuMs: { consumer: number; queue: number; provider: number };
  providerCalls: number;
  /** Empty if every message was handled once and nothing is left. */
  faults: string[];
}

const TENANT_ID = 1;

/**
 * One run. The consumer starts and warms up with its own number of messages; its process is then stopped (SIGSTOP)
 * while the queue is filled. The clock runs from SIGCONT to the deletion of the last message. The gate needs no
 * cooperation, so it serves the shipped worker, the peers and Python alike.
 *
 *     warming up ─▶ filling the queue ─▶ emptying it ─▶ ending ─▶ result
 *          └───────────────┴──────────────────┴───────────┴─────▶ rejects: the consumer died, or nothing moves any more
 */
export async function runOnce(
  contestant: Contestant,
  setting: Setting,
  delayMs: number,
  messages: number,
): Promise<RunResult> {
  const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), "bench-worker-"));
  const provider = await startProviderServer(delayMs);
  const queue = await QueueProcess.start(path.join(folder, "queue"));
  const ending = new AbortController();
  let consumer: ChildProcess | undefined;
  const kill = () => {
    consumer?.kill("SIGKILL");
    queue.process.kill("SIGKILL");
  };
  const cleanedUp = atExit(() => {
    kill();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  let phase = "warming up";
  try {
    const env = {
      AWS_ENDPOINT_URL_SQS: queue.endpoint,
      AWS_REGION: "ap-northeast-2",
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
    };
    const arena: Arena = { folder, queueUrl: queue.queueUrl, provider, delayMs, env };
    const entry = await contestant.enter(arena, setting);
    consumer = entry.process;
    const died = ended(consumer).then((code) => {
      if (phase !== "ending") throw new Error(`the consumer ended with ${code}`);
      return new Promise<never>(() => {});
    });
    const broken = Promise.race([died, queue.standstill(ending.signal)]);
    broken.catch(() => undefined); // handled even if it rejects between two steps
    const step = <T>(name: string, work: Promise<T>) => ((phase = name), Promise.race([work, broken]));
    const { warmUp } = contestant;
    await step("warming up", Promise.all([queue.send(warmUp), queue.deleted(warmUp)]));

    consumer.kill("SIGSTOP");
    await step("filling the queue", queue.send(messages));
    const cpuBefore = { consumer: cpuMsOf(consumer), queue: cpuMsOf(queue.process), provider: process.cpuUsage() };
    const callsBefore = provider.calls;
    const startedAt = performance.now();
    consumer.kill("SIGCONT");
    await step("emptying the queue", queue.deleted(warmUp + messages));
    const seconds = (performance.now() - startedAt) / 1_000;
    const own = process.cpuUsage(cpuBefore.provider);
    const cpuMs = {
      consumer: (cpuMsOf(consumer) - cpuBefore.consumer) / messages,
      queue: (cpuMsOf(queue.process) - cpuBefore.queue) / messages,
      provider: (own.user + own.system) / 1_000 / messages,
    };

    const total = warmUp + messages;
    const faults = await step("ending", queue.faults(total));
    consumer.kill("SIGTERM");
    await step("ending", ended(consumer));
    faults.push(...(await entry.faults(total)));
    return { messages, perSecond: messages / seconds, cpuMs, providerCalls: provider.calls - callsBefore, faults };
  } catch (error) {
    const who = `${contestant.name} ${JSON.stringify(setting)}, ${delayMs} ms`;
    throw new Error(`${who}, ${phase}: ${messageOf(error)}`, { cause: error });
  } finally {
    ending.abort();
    kill();
    queue.disconnect();
    await provider.stop();
    await Promise.all([consumer && ended(consumer), ended(queue.process)]);
    cleanedUp();
    await fs.promises.rm(folder, { recursive: true, force: true });
  }
}

/**
 * A run with no message sent, received or deleted for this long has stalled. The slowest here takes 0.1 s per message.
 */
const STANDSTILL_MS = 60_000;

/** The queue server's process, seen from here. */
class QueueProcess {
  readonly #sqs: SQS;

  private constructor(
    readonly process: ChildProcess,
    readonly endpoint: string,
    readonly queueUrl: string,
  ) {
    const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
    this.#sqs = new SQS({ region: "ap-northeast-2", endpoint, credentials });
  }

  static async start(dataDir: string): Promise<QueueProcess> {
    const child = fork(path.join(import.meta.dirname, "queueProcess.js"), [dataDir]);
    const { endpoint, queueUrl } = await reply(child, "listening");
    return new QueueProcess(child, endpoint, queueUrl);
  }

  async send(count: number): Promise<void> {
    const bodies = Array.from({ length: count }, () => JSON.stringify(newPayload()));
    const senders = Array.from({ length: 4 }, async () => {
      for (let batch = bodies.splice(0, 10); batch.length > 0; batch = bodies.splice(0, 10)) {
        const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        await this.#sqs.sendMessageBatch({ QueueUrl: this.queueUrl, Entries });
      }
    });
    await Promise.all(senders);
  }

  /** Resolves when `count` messages were deleted since the start. */
  async deleted(count: number): Promise<void> {
    const reached = reply(this.process, "reached");
    this.#ask({ kind: "watch", deleted: count });
    await reached;
  }

  /** Rejects if nothing moves in the queue any more, or it does not respond; never resolves. */
  async standstill(signal: AbortSignal): Promise<never> {
    const within = () => setTimeout(STANDSTILL_MS, "no answer" as const, { signal });
    let last = "";
    for (;;) {
      const report = await Promise.race([this.#report(), within()]);
      if (report === "no answer") throw new Error(`the queue server does not answer for ${STANDSTILL_MS} ms`);
      const { counts, sent, received, deleted, openPolls } = report;
      const known = JSON.stringify({ sent, received, deleted, ...counts, oldestAgeSeconds: undefined, openPolls });
      if (known === last) throw new Error(`nothing moved for ${STANDSTILL_MS} ms; the queue: ${known}`);
      last = known;
      await within();
    }
  }

  async #report(): Promise<Report> {
    const answer = reply(this.process, "report");
    this.#ask({ kind: "report" });
    return answer;
  }

  /** Deviations from the expected state after `total` messages. */
  async faults(total: number): Promise<string[]> {
    const { counts, received, deleted } = await this.#report();
    const { visible, inFlight, delayed, dead } = counts;
    const faults: string[] = [];
    if (visible + inFlight + delayed + dead > 0) faults.push(`left in the queue: ${JSON.stringify(counts)}`);
    if (received !== total) faults.push(`${received} receives of ${total} messages`);
    if (deleted !== total) faults.push(`${deleted} deletes of ${total} messages`);
    return faults;
  }

  disconnect(): void {
    this.#sqs.destroy();
  }

  #ask(message: ToQueue): void {
    this.process.send(message);
  }
}

type Report = Extract<FromQueue, { kind: "report" }>;

function reply<Kind extends FromQueue["kind"]>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<FromQueue, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromQueue) => {
      if (message.kind !== kind) return;
      stop();
      resolve(message as Extract<FromQueue, { kind: Kind }>);
    };
    const onExit = (code: number | null) => {
      stop();
      reject(new Error(`the queue's process ended with ${code}`));
    };
    const stop = () => child.off("message", onMessage).off("exit", onExit);
    child.on("message", onMessage).on("exit", onExit);
  });
}

/** What the API enqueues for an SMS. */
function newPayload(): MessagePayload {
  const number = String(Math.floor(Math.random() * 1e8)).padStart(8, "0");
  return {
    tenant_id: TENANT_ID,
    to: `010${number}`,
    text: "[학원플러스] 김민준 학생이 등원했습니다.",
    sender: null,
    created_at: new Date().toISOString(),
    message_mode: "sms",
    trace_id: randomUUID(),
  };
}
