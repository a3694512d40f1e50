import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as z from "zod";
import { ExpectedError } from "../../../common/errors";
import { Turns } from "./turns";
import type { Logger } from "../../../common/logger";
import type { HoldBoard } from "../../holds/holdBoard";
import { STACKS_WORKER } from "../../holds/holdMessages";
import type { HoldArrival } from "../../holds/holdMessages";
import type { HoldPoint } from "../../holds/holdPoint";
import type { EmitMessageEvent } from "../../message/messageEvents";
import { processFlags } from "../processFlags";
import { LineBuffer } from "../lineBuffer";
import { fromWorker } from "../../worker/workerMessages";
import type { PollFailure, StartFailure, ToWorker } from "../../worker/workerMessages";

export type WorkerState = "stopped" | "starting" | "running" | "restarting" | "exited";

/** The worker's process, described as a container engine would. */
export interface WorkerProcessStatus {
  state: WorkerState;
  pid?: number;
  /** Milliseconds since the Unix epoch. */
  startedAt?: number;
  exitCode?: number;
  signal?: string;
  /** Restarts by the supervisor, not by the user. */
  restartCount: number;
  /** The process ran out of memory. */
  oomKilled?: boolean;
  /** Reported by the worker at its start. */
  queueName?: string;
  region?: string;
  mock?: boolean;
  ormAvailable?: boolean;
  fallbackSender?: string;
  /** Its newest failed poll. */
  pollFailure?: PollFailure & { at: number };
  /** Why it ended right after its start. */
  failure?: { reason: StartFailure | "module-not-found"; message: string };
}

export interface WorkerSupervisorOptions {
  /** `dist/worker.js`. */
  modulePath: string;
  /** The worker's whole environment. */
  env: () => NodeJS.ProcessEnv;
  emit: EmitMessageEvent;
  /** Where messages may be held, and the answer to each; see HoldBoard. */
  holds: Pick<HoldBoard, "armedPoints" | "reach" | "lost">;
  /** Called when the status changes. */
  changed: () => void;
  log: Logger;
}

/** Like Docker's `restart: always`: 0.5, 1, 2 … 30 s, reset after 10 s of life. */
const RESTART = { firstMs: 500, maxMs: 30_000, resetAfterMs: 10_000 } as const;

/** How long the worker may take to end after SIGTERM before it is killed (its own limit is 4 s). */
const KILL_AFTER_MS = 5_000;

/** A killed process is gone by then, or the system cannot end it. */
const GONE_WITHIN_MS = 5_000;

/** A worker that reports nothing within this time hangs. */
const STARTED_WITHIN_MS = 20_000;

/** A worker that does not hear within this time where to hold is frozen. */
const ARMED_WITHIN_MS = 2_000;

/**
 * Runs the worker as a separate process.
 *
 *     stopped ─start─▶ starting ─"started"─▶ running ─exit─▶ restarting ─back-off, or start─▶ starting …
 *        ▲                └───────exit──────────┴───────▶ restarting
 *        └──────────────stop, from every state────────────────┘      retire: stopped, for good
 *
 * An exit with code 0 that nobody requested leads to `exited`: a worker that ends itself is not restarted.
 *
 * Orders (start, stop, restart, kill) run one after the other, so the last one decides: a stop during a restart leaves
 * the worker stopped. Each order has a deadline.
 */
export class WorkerSupervisor {
  readonly lines: LineBuffer;
  /** False: a worker that ends is not restarted, as with Docker's `restart: no`. */
  restarts = true;
  readonly #options: WorkerSupervisorOptions;
  readonly #orders = new Turns();
  #child: ChildProcess | undefined;
  #status: WorkerProcessStatus = { state: "stopped", restartCount: 0 };
  #restart: NodeJS.Timeout | undefined;
  #quickExits = 0;
  #outOfMemory = false;
  #failure: WorkerProcessStatus["failure"];
  readonly #pongs = new Set<() => void>();
  /** Orders to arm that the worker has not answered. */
  readonly #arming = new Map<number, () => void>();
  #armOrders = 0;
  #stopping = false;
  #isRetired = false;
  #settled: (() => void)[] = [];

  constructor(options: WorkerSupervisorOptions) {
    this.#options = options;
    this.lines = new LineBuffer(options.log);
  }

  get status(): WorkerProcessStatus {
    return this.#status;
  }

  /**
   * Resolves when the worker is up or has failed to start.
   * @throws ExpectedError `worker-not-started`
   */
  async start(): Promise<void> {
    await this.#orders.take(async () => this.#begin());
    await this.#started();
  }

  /**
   * Resolves when the process has ended.
   * @throws ExpectedError `worker-not-ended`
   */
  stop(): Promise<void> {
    return this.#orders.take(() => this.#end());
  }

  /** Stops it for good, a frozen one too: what would start it from now on does nothing. Throws what `stop` throws. */
  retire(): Promise<void> {
    this.#isRetired = true;
    return this.#orders.take(() => {
      const ends = this.#end();
      this.freeze(false); // a frozen process does not hear that it should end
      return ends;
    });
  }

  /** Throws what `start` and `stop` throw. */
  async restart(): Promise<void> {
    await this.#orders.take(async () => {
      await this.#end();
      this.#begin();
    });
    await this.#started();
  }

  /**
   * Hands a body to the worker, bypassing the queue.
   * @throws ExpectedError `worker-not-running`
   */
  handOver(messageId: string, body: string): void {
    if (this.#status.state !== "running" || !this.#child?.connected) {
      throw new ExpectedError("worker-not-running", "The worker does not run", "Start it: messaging worker start");
    }
    this.#child.send({ kind: "hand-over", messageId, body } satisfies ToWorker);
  }

  /** Whether the process still handles messages; undefined if none runs or it ends meanwhile. */
  async answers(withinMs: number): Promise<boolean | undefined> {
    const child = this.#child;
    if (this.#status.state !== "running" || !child?.connected) return undefined;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const pong = () => resolve(true);
    this.#pongs.add(pong);
    const timer = setTimeout(() => resolve(false), withinMs);
    child.send({ kind: "ping" } satisfies ToWorker, () => undefined);
    const answered = await promise;
    clearTimeout(timer);
    this.#pongs.delete(pong);
    return this.#child === child ? answered : undefined;
  }

  /** Tells the worker where to ask whether a debugger holds a message. Resolves when it has heard it, or none runs. */
  async arm(points: readonly HoldPoint[]): Promise<void> {
    const child = this.#child;
    if (!child?.connected) return; // one that starts is told at its start
    const order = ++this.#armOrders;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#arming.set(order, resolve);
    const late = setTimeout(resolve, ARMED_WITHIN_MS);
    child.once("close", resolve);
    child.send({ kind: "arm", points: [...points], order } satisfies ToWorker, () => undefined);
    await promise;
    clearTimeout(late);
    child.off("close", resolve);
    this.#arming.delete(order);
  }

  /**
   * Kills the process, as a crash or the kernel would, and resolves when it has ended.
   * @throws ExpectedError `worker-not-ended`
   */
  kill(): Promise<void> {
    return this.#orders.take(async () => {
      const child = this.#child;
      if (child?.kill("SIGKILL")) await ended(child);
    });
  }

  /** Suspends the process, or resumes it. */
  freeze(isFrozen: boolean): void {
    this.#child?.kill(isFrozen ? "SIGSTOP" : "SIGCONT");
  }

  #begin(): void {
    if (this.#child || this.#isRetired) return;
    clearTimeout(this.#restart);
    this.#restart = undefined;
    this.#stopping = false;
    this.#set({ state: "starting", restartCount: 0 });
    this.#fork();
  }

  async #started(): Promise<void> {
    if (this.#status.state !== "starting") return;
    const { pid } = this.#status;
    let late: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(notStarted(pid)), STARTED_WITHIN_MS);
      this.#settled.push(resolve);
    }).finally(() => clearTimeout(late));
  }

  async #end(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#restart = undefined;
    const child = this.#child;
    if (child) {
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      await ended(child, KILL_AFTER_MS + GONE_WITHIN_MS).finally(() => clearTimeout(kill));
    }
    this.#quickExits = 0;
    this.#set({ state: "stopped", restartCount: 0 });
  }

  #fork(): void {
    const startedAt = Date.now();
    const env = this.#options.env();
    const child = fork(this.#options.modulePath, [...this.#options.holds.armedPoints], {
      env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: processFlags(env["NODE_OPTIONS"]),
    });
    this.#child = child;
    this.#outOfMemory = false;
    this.#failure = undefined;
    this.#set({
      ...this.#status,
      state: "starting",
      startedAt,
      ...(child.pid !== undefined && { pid: child.pid }),
    });
    const output = this.lines.input();
    const errors = this.lines.input();
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => output.write(chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      if (chunk.includes("heap out of memory")) this.#outOfMemory = true;
      const missing = /Cannot find module[^\n]{0,200}/.exec(chunk)?.[0];
      if (missing) this.#failure = { reason: "module-not-found", message: missing };
      errors.write(chunk);
    });
    child.on("close", () => {
      output.end();
      errors.end();
    });
    child.on("message", (message) => this.#heard(child, message));
    child.on("error", (error) => this.#options.log.error(`the worker process cannot be used: ${error.message}`));
    child.on("close", (code, signal) => this.#ended(child, startedAt, code, signal));
  }

  #heard(child: ChildProcess, told: unknown): void {
    const { data: message, error } = fromWorker.safeParse(told);
    if (!message) return this.#options.log.error(`the worker's message cannot be read: ${z.prettifyError(error)}`);
    switch (message.kind) {
      case "events":
        for (const event of message.events) this.#options.emit(event);
        return;
      case "pong":
        for (const pong of this.#pongs) pong();
        return;
      case "armed":
        this.#arming.get(message.order)?.();
        return;
      case "reached":
        void this.#depart(child, message.id, message.arrival);
        return;
      case "failed":
        this.#failure = { reason: message.reason, message: message.message };
        return;
      case "poll-failed":
        this.#set({ ...this.#status, pollFailure: { ...message.failure, at: Date.now() } });
        return;
      case "started": {
        const { kind: _kind, ...settings } = message;
        const { failure: _failure, ...status } = this.#status;
        this.#set({ ...status, ...settings, state: "running" });
      }
    }
  }

  async #depart(child: ChildProcess, id: number, arrival: HoldArrival): Promise<void> {
    const departure = (await this.#options.holds.reach(arrival)) ?? { kind: "go" };
    if (child.connected) child.send({ kind: "depart", id, departure } satisfies ToWorker, () => undefined);
  }

  #ended(child: ChildProcess, startedAt: number, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#options.holds.lost(STACKS_WORKER);
    if (this.#stopping) return;
    const { restartCount } = this.#status;
    const oomKilled = this.#outOfMemory;
    const failure = this.#failure;
    const ending = {
      oomKilled,
      ...(failure && { failure }),
      ...(code !== null && { exitCode: code }),
      ...(signal && { signal }),
      startedAt,
    };
    if (code === 0 || !this.restarts) {
      this.#set({ state: "exited", restartCount, ...ending });
      return;
    }
    this.#quickExits = Date.now() - startedAt < RESTART.resetAfterMs ? this.#quickExits + 1 : 0;
    const waitMs = Math.min(RESTART.firstMs * 2 ** this.#quickExits, RESTART.maxMs);
    this.#set({ state: "restarting", restartCount: restartCount + 1, ...ending });
    this.#options.log.warning(`the worker ended with ${signal ?? `code ${code}`}; it is started again in ${waitMs} ms`);
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#fork();
    }, waitMs);
  }

  #set(status: WorkerProcessStatus): void {
    this.#status = status;
    this.#options.changed();
    if (status.state !== "starting") for (const resolve of this.#settled.splice(0)) resolve();
  }
}

async function ended(child: ChildProcess, withinMs = GONE_WITHIN_MS): Promise<void> {
  try {
    await once(child, "close", { signal: AbortSignal.timeout(withinMs) });
  } catch (error) {
    throw new ExpectedError(
      "worker-not-ended",
      `The worker's process ${child.pid} did not end within ${withinMs / 1_000} s`,
      "See what holds it, such as a debugger, and try again",
      { cause: error },
    );
  }
}

const notStarted = (pid: number | undefined): ExpectedError =>
  new ExpectedError(
    "worker-not-started",
    `The worker's process ${pid} has not come up within ${STARTED_WITHIN_MS / 1_000} s`,
    "See its log: messaging tail",
  );
