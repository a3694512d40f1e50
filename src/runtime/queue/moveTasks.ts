import { randomUUID } from "node:crypto";
import type { Clock } from "../../common/clock";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import type { MessageQueue } from "./messageQueue";
import type { QueueStore } from "./queueStore";

/** AWS's states that this server can reach. */
export type MoveTaskStatus = "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";

export interface MoveTask {
  readonly handle: string;
  readonly source: MessageQueue;
  /** Absent: each message returns to the queue that moved it to the dead-letter queue. */
  readonly destination: MessageQueue | undefined;
  /** Absent: all at once. */
  readonly perSecond: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: MoveTaskStatus;
  failureReason?: string;
}

interface MoveTasksOptions {
  queues: QueueStore;
  clock: Clock;
  log: Logger;
}

/**
 * AWS's message move tasks:
 *
 *     RUNNING ─nothing left─▶ COMPLETED
 *        ├─cancel─▶ CANCELLED
 *        └─no known destination, or the store fails─▶ FAILED
 *
 * Without a rate, a task has ended before StartMessageMoveTask is answered. Tasks are forgotten when the server stops.
 */
export class MoveTasks {
  readonly #options: MoveTasksOptions;
  /** Newest first. */
  readonly #tasks: MoveTask[] = [];
  readonly #timers = new Map<MoveTask, NodeJS.Timeout>();

  constructor(options: MoveTasksOptions) {
    this.#options = options;
  }

  /** The caller ensures that no task of this source runs. */
  start(source: MessageQueue, destination: MessageQueue | undefined, perSecond: number | undefined): MoveTask {
    const task: MoveTask = {
      handle: randomUUID(),
      source,
      destination,
      perSecond,
      startedAt: this.#options.clock.now(),
      toMove: source.counts().visible,
      moved: 0,
      status: "RUNNING",
    };
    this.#tasks.unshift(task);
    this.#tasks.splice(MAX_TASKS);
    this.#step(task);
    if (task.status === "RUNNING") this.#timers.set(task, setInterval(() => this.#step(task), 1_000).unref());
    return task;
  }

  /** Newest first. */
  of(source: MessageQueue, limit: number): MoveTask[] {
    return this.#tasks.filter((task) => task.source === source).slice(0, limit);
  }

  running(source: MessageQueue): MoveTask | undefined {
    return this.#tasks.find((task) => task.source === source && task.status === "RUNNING");
  }

  /** Undefined if no such task runs. */
  cancel(handle: string): MoveTask | undefined {
    const task = this.#tasks.find((each) => each.handle === handle && each.status === "RUNNING");
    if (task) this.#end(task, "CANCELLED");
    return task;
  }

  close(): void {
    for (const timer of this.#timers.values()) clearInterval(timer);
  }

  #step(task: MoveTask): void {
    const { queues, log } = this.#options;
    const { source, destination, perSecond = Infinity } = task;
    try {
      const messages = [...source.messages("ready")].slice(0, perSecond);
      const byDestination = Map.groupBy(
        messages,
        ({ deadLetterSource }) => destination ?? queues.findByArn(deadLetterSource),
      );
      for (const [to, each] of byDestination) {
        if (!to) return this.#end(task, "FAILED", "CouldNotDetermineMessageSource");
        task.moved += queues.redrive(source, to, { messageIds: each.map(({ messageId }) => messageId) }).length;
      }
      if (source.counts().visible === 0) this.#end(task, "COMPLETED");
    } catch (error) {
      log.error(`A message move task failed: ${messageOf(error)}`);
      this.#end(task, "FAILED", "InternalFailure");
    }
  }

  #end(task: MoveTask, status: MoveTaskStatus, failureReason?: string): void {
    clearInterval(this.#timers.get(task));
    this.#timers.delete(task);
    task.status = status;
    if (failureReason !== undefined) task.failureReason = failureReason;
  }
}

const MAX_TASKS = 100;
