import type { StackClient } from "../runtime/stackClient";
import type { Environment, TailEntry, WorkerTarget } from "../targets/environment";

/** Where a worker's log comes from, as far as the tail needs it. */
export interface TailSource {
  /** "container academy-messaging-worker"; undefined: the local stack. */
  readonly origin: string | undefined;
  /** Its lines are numbered one by one: where a number is missing, a line is. */
  readonly isNumbered: boolean;
  /** Where a tail begins that shows so many of the newest lines first; undefined: it shows what comes from now on. */
  begin(lines: number): Promise<string | undefined>;
  tail(position: string | undefined, signal: AbortSignal): AsyncIterable<TailEntry>;
}

/** The embedded stack keeps its worker's lines, numbered over every restart. */
export const tailOfStack = (
  client: Pick<StackClient, "recentLogs">,
  worker: Pick<WorkerTarget, "tail">,
): TailSource => ({
  origin: undefined,
  isNumbered: true,
  begin: async (lines) => {
    if (lines === Infinity) return "0";
    return String((await client.recentLogs("worker")).at(-lines - 1)?.seq ?? 0);
  },
  tail: (position, signal) => worker.tail(position, signal),
});

export const tailOfWorker = (worker: NonNullable<Environment["worker"]>): TailSource => ({
  origin: worker.origin,
  isNumbered: false,
  begin: () => Promise.resolve(undefined),
  tail: (position, signal) => worker.tail(position, signal),
});
