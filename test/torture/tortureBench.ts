import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { silentLogger } from "../../src/common/logger";
import { startSandbox, type Sandbox } from "../../src/runtime/provider/sandbox/sandbox";
import { QueueFixture } from "../integration/queue/queueFixture";
import { postgresLedger, sqliteLedger, type Ledger } from "./ledger";

const API_KEY = "NCSTORTUREBENCH0";
const API_SECRET = "0123456789ABCDEF0123456789ABCDEF";

/** Long enough for a busy machine to extend it in time, short enough to wait for it. */
export const VISIBILITY_SECONDS = 3;

export interface BenchOptions {
  database?: "sqlite" | "postgres";
  /** Where the workers find the queue and the provider, if not directly. */
  sqsEndpoint?: (real: string) => Promise<string>;
  solapiUrl?: (real: string) => Promise<string>;
}

/** What became of a set of messages. Each list is empty if all is well. */
export interface Verification {
  lost: string[];
  twice: string[];
  /** Possibly sent, and said to be: never sent again by itself. */
  ambiguous: string[];
  /** Not exactly one row that ends the message. */
  rowsWrong: string[];
  /** Won; 0 if the tenants paid for exactly what was or may have been sent. */
  creditError: number;
  /** Messages that are still in a queue. */
  left: number;
}

/** A real queue, a real sandbox and worker processes on one database. Everything ends with `stop`. */
export class TortureBench {
  readonly workers: ChildProcess[] = [];
  readonly #deleted = new Set<string>();
  #seenEvents = 0;
  #env: Record<string, string> = {};

  private constructor(
    readonly queue: QueueFixture,
    readonly sandbox: Sandbox,
    readonly ledger: Ledger,
  ) {}

  static async start({ database = "sqlite", sqsEndpoint, solapiUrl }: BenchOptions = {}): Promise<TortureBench> {
    const queue = await QueueFixture.start();
    const { dataDir, server } = queue;
    const options = { port: 0, dataDir, apiKey: API_KEY, apiSecret: API_SECRET, emit: () => undefined };
    const sandbox = await startSandbox({ ...options, log: silentLogger, carrierDelayMs: 0 });
    const ledger = database === "sqlite" ? await sqliteLedger(dataDir) : await postgresLedger();
    const bench = new TortureBench(queue, sandbox, ledger);
    bench.#env = {
      ...ledger.env,
      PATH: process.env["PATH"] ?? "",
      AWS_REGION: "ap-northeast-2",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_SQS: (await sqsEndpoint?.(server.endpoint)) ?? server.endpoint,
      MESSAGING_SQS_QUEUE_NAME: server.queueName,
      MESSAGING_SQS_VISIBILITY_SECONDS: String(VISIBILITY_SECONDS),
      MESSAGING_SQS_WAIT_SECONDS: "1",
      SOLAPI_API_KEY: API_KEY,
      SOLAPI_API_SECRET: API_SECRET,
      SOLAPI_SENDER: "0212345678",
      SOLAPI_BASE_URL: (await solapiUrl?.(sandbox.baseUrl)) ?? sandbox.baseUrl,
      SOLAPI_TIMEOUT_SECONDS: "0.5",
    };
    return bench;
  }

  /** The end of the process, whatever ended it, is the caller's business. */
  startWorker(env: Record<string, string> = {}, execArgv: string[] = []): ChildProcess {
    const worker = fork(path.resolve("dist/worker.js"), [], {
      env: { ...this.#env, ...env },
      execArgv,
      stdio: ["ignore", process.env["TORTURE_LOG"] ? "inherit" : "ignore", "inherit", "ipc"],
    });
    worker.on("message", () => undefined).on("error", () => undefined);
    this.workers.push(worker);
    void once(worker, "exit").then(() => this.workers.splice(this.workers.indexOf(worker), 1));
    return worker;
  }

  /** Returns the trace ids. */
  async enqueue(name: string, count: number, more: (index: number) => object = () => ({})): Promise<string[]> {
    const client = this.queue.client();
    const traceIds = Array.from({ length: count }, (_, index) => `${name}-${index}`);
    for (let first = 0; first < count; first += 10) {
      const Entries = traceIds.slice(first, first + 10).map((trace_id, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify({
          tenant_id: 1 + (index % 2),
          to: "01012345678",
          text: name,
          sender: "0212345678",
          message_mode: "sms",
          template_id: trace_id,
          trace_id,
          ...more(first + index),
        }),
      }));
      await client.send(new SendMessageBatchCommand({ QueueUrl: this.queue.server.queueUrl, Entries }));
    }
    return traceIds;
  }

  /** How many of them the workers have deleted. Dead letters go back to the queue, as a person would have them. */
  handled(traceIds: readonly string[]): number {
    const { events, server } = this.queue;
    let isDead = false;
    for (; this.#seenEvents < events.length; this.#seenEvents++) {
      const event = events[this.#seenEvents]!;
      if (event.type === "queue.dead-lettered") isDead = true;
      if (event.type === "queue.deleted" && event.details.queueName === server.queueName)
        this.#deleted.add(event.traceId);
    }
    if (isDead) setImmediate(() => server.redrive());
    return traceIds.filter((traceId) => this.#deleted.has(traceId)).length;
  }

  /** Resolves once the workers have handled so many of them. */
  untilHandled(traceIds: readonly string[], count = traceIds.length): Promise<void> {
    return this.queue.until(() => this.handled(traceIds) >= count);
  }

  async verify(traceIds: readonly string[], creditBefore: number): Promise<Verification> {
    const wanted = new Set(traceIds);
    const arrived = new Map<string, number>();
    for (const { traceId } of this.sandbox.inbox({ limit: 1_000_000 }))
      arrived.set(traceId, (arrived.get(traceId) ?? 0) + 1);
    const jobs = (await this.ledger.jobs()).filter(({ key }) => wanted.has(key));
    const stateOf = new Map(jobs.map(({ key, state }) => [key, state]));
    const ends = new Map<string, number>();
    for (const { traceId, success, reason } of await this.ledger.rows())
      if (success || reason.startsWith("ambiguous") || (stateOf.get(traceId) === "refused" && REFUSAL.test(reason)))
        ends.set(traceId, (ends.get(traceId) ?? 0) + 1);
    const ambiguous = traceIds.filter((traceId) => stateOf.get(traceId) === "ambiguous");
    const isRefused = (traceId: string): boolean => stateOf.get(traceId) === "refused";
    const prices = await this.ledger.prices();
    const paid = jobs
      .filter(({ state }) => state === "accepted" || state === "ambiguous")
      .reduce((sum, { tenantId }) => sum + (prices.get(tenantId) ?? 0), 0);
    const counts = this.queue.server.counts()!;
    return {
      lost: traceIds.filter(
        (traceId) => !arrived.has(traceId) && !isRefused(traceId) && stateOf.get(traceId) !== "ambiguous",
      ),
      twice: traceIds.filter((traceId) => (arrived.get(traceId) ?? 0) > 1),
      ambiguous,
      rowsWrong: traceIds.filter((traceId) => ends.get(traceId) !== 1),
      creditError: creditBefore - (await this.ledger.credit()) - paid,
      left: counts.visible + counts.inFlight + counts.delayed + counts.dead,
    };
  }

  async stop(): Promise<void> {
    const ended = this.workers.map((worker) => once(worker, "exit"));
    for (const worker of this.workers) worker.kill("SIGKILL");
    await Promise.all(ended);
    await this.sandbox.stop();
    await this.ledger.close();
    await this.queue.stop();
  }
}

/** Solapi's code for a message. A failed attempt before it leaves a row with the name of an error. */
const REFUSAL = /^\[\d{4}\]/;

/** Nothing lost, nothing twice, one final row each, credits right, nothing left. */
export const allWell: Omit<Verification, "ambiguous"> = {
  lost: [],
  twice: [],
  rowsWrong: [],
  creditError: 0,
  left: 0,
};
