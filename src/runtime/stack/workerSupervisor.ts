import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { ExpectedError } from "../../common/errors";
import type { Logger } from "../../common/logger";
import type { EmitMessageEvent } from "../message/messageEvents";
import { LineBuffer } from "./lineBuffer";
import type { FromWorker, ToWorker } from "../worker/workerMessages";

export type WorkerState = "stopped" | "starting" | "running" | "restarting" | "exited";

/** The worker's process as a container engine would describe it. */
export interface WorkerProcessStatus {
  state: WorkerState;
  pid?: number;
  /** Milliseconds since the Unix epoch. */
  startedAt?: number;
  exitCode?: number;
  signal?: string;
  /** Restarts by the supervisor, not by a person. */
  restartCount: number;
  /** The process ran out of memory. */
  oomKilled?: boolean;
  /** What the worker said when it started. */
  queueName?: string;
  region?: string;
  mock?: boolean;
}

export interface WorkerSupervisorOptions {
  /** `dist/worker.js`. */
  modulePath: string;
  /** The worker's whole environment. */
  env: () => NodeJS.ProcessEnv;
  emit: EmitMessageEvent;
  /** The status is another one. */
  changed: () => void;
  log: Logger;
}

/** As Docker's `restart: always`: 0.5, 1, 2 … 30 s, reset after 10 s of life. */
const RESTART = { firstMs: 500, maxMs: 30_000, resetAfterMs: 10_000 } as const;

/** After SIGTERM the worker has so long to end before it is killed (its own bound is 4 s). */
const KILL_AFTER_MS = 5_000;

/**
 * Runs the worker as a process of its own.
 *
 *     stopped ─start─▶ starting ─"started"─▶ running ─exit─▶ restarting ─(back-off)─▶ starting …
 *        ▲                └───────exit──────────┴───────▶ restarting
 *        └──────────────stop, from every state────────────────┘
 *
 * An exit with code 0 that nobody asked for is `exited`: a worker that ends itself is not started again.
 */
export class WorkerSupervisor {
  readonly lines = new LineBuffer();
  /** False: a worker that ends stays ended, as with Docker's `restart: no`. */
  restarts = true;
  readonly #options: WorkerSupervisorOptions;
  #child: ChildProcess | undefined;
  #status: WorkerProcessStatus = { state: "stopped", restartCount: 0 };
  #restart: NodeJS.Timeout | undefined;
  #quickExits = 0;
  #outOfMemory = false;
  #stopping = false;
  #settled: (() => void)[] = [];

  constructor(options: WorkerSupervisorOptions) {
    this.#options = options;
  }

  get status(): WorkerProcessStatus {
    return this.#status;
  }

  start(): void {
    if (this.#child || this.#restart) return;
    this.#stopping = false;
    this.#set({ state: "starting", restartCount: 0 });
    this.#fork();
  }

  /** Resolves when the start has come to an end, good or bad. */
  started(): Promise<void> {
    if (this.#status.state !== "starting") return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  /** Resolves when the process has ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#restart = undefined;
    const child = this.#child;
    if (child) {
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      await once(child, "close");
      clearTimeout(kill);
    }
    this.#quickExits = 0;
    this.#set({ state: "stopped", restartCount: 0 });
  }

  /** Resolves when the new process is up, or has failed to come up. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
    await this.started();
  }

  /**
   * Hands a body to the worker past the queue.
   * @throws ExpectedError `worker-not-running`
   */
  handOver(messageId: string, body: string): void {
    if (this.#status.state !== "running" || !this.#child?.connected) {
      throw new ExpectedError(
        "worker-not-running",
        "The worker does not run",
        "Start it: node dist/cli.js worker start",
      );
    }
    this.#child.send({ kind: "hand-over", messageId, body } satisfies ToWorker);
  }

  /** Signals the process from outside, as a crash or the kernel would; resolves when a deadly one has ended it. */
  async kill(signal: "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT" = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (!child?.kill(signal) || signal === "SIGSTOP" || signal === "SIGCONT") return;
    await once(child, "close");
  }

  #fork(): void {
    const startedAt = Date.now();
    const child = fork(this.#options.modulePath, [], {
      env: this.#options.env(),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: ["--enable-source-maps"],
    });
    this.#child = child;
    this.#outOfMemory = false;
    this.#set({
      ...this.#status,
      state: "starting",
      startedAt,
      ...(child.pid !== undefined && { pid: child.pid }),
    });
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => this.lines.write(chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      if (chunk.includes("heap out of memory")) this.#outOfMemory = true;
      this.lines.write(chunk);
    });
    child.on("message", (message) => this.#heard(message as FromWorker));
    child.on("error", (error) => this.#options.log.error(`the worker process cannot be used: ${error.message}`));
    child.on("close", (code, signal) => this.#ended(child, startedAt, code, signal));
  }

  #heard(message: FromWorker): void {
    if (message.kind === "events") for (const event of message.events) this.#options.emit(event);
    else {
      const { queueName, region, mock } = message;
      this.#set({ ...this.#status, state: "running", queueName, region, mock });
    }
  }

  #ended(child: ChildProcess, startedAt: number, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.lines.end();
    if (this.#stopping) return;
    const { restartCount } = this.#status;
    const oomKilled = this.#outOfMemory;
    const ending = { oomKilled, ...(code !== null && { exitCode: code }), ...(signal && { signal }), startedAt };
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
