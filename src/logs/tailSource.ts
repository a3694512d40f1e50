import type { StackClient } from "../runtime/control/stackClient";
import type { LogLine } from "../runtime/stack/lineBuffer";
import type { TailEntry, WorkerTarget } from "../targets/environment";

/** A piece of a log, or a line from before it was followed: nothing is resumed from that. */
export type TailPiece = TailEntry | { kind: "past"; line: LogLine };

/** Where a worker's log comes from, as far as the tail needs it. */
export interface TailSource {
  /** "container academy-messaging-worker"; undefined: the local stack. */
  readonly origin: string | undefined;
  /** Its lines are numbered one by one: where a number is missing, a line is. */
  readonly isNumbered: boolean;
  /** Where a tail begins that shows so many of the newest lines first; undefined: what comes from now on. */
  begin(lines: number): Promise<string | undefined>;
  /** Without a position: also the lines from `since` on (milliseconds since the Unix epoch), where it is given. */
  tail(position: string | undefined, signal: AbortSignal, since?: number): AsyncIterable<TailPiece>;
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

export const tailOfWorker = (worker: Pick<WorkerTarget, "origin" | "tail" | "linesSince">): TailSource => ({
  origin: worker.origin,
  isNumbered: false,
  begin: () => Promise.resolve(undefined),
  tail: (position, signal, since) =>
    position === undefined && since !== undefined ? withPast(worker, since, signal) : worker.tail(position, signal),
});

/** Followed before its past is read, so that no line falls between the two; one that is in both is shown once. */
async function* withPast(
  worker: Pick<WorkerTarget, "tail" | "linesSince">,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<TailPiece> {
  const ended = new AbortController();
  const following = worker.tail(undefined, AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
  try {
    const first = following.next();
    first.catch(() => undefined); // told below, once the past was shown
    const past = await worker.linesSince(since, signal);
    for (const line of past) yield { kind: "past", line };
    const shown = new Set(past.map(keyOf));
    for (let entry = await first; !entry.done; entry = await following.next()) {
      if (entry.value.kind !== "line" || !shown.delete(keyOf(entry.value.line))) yield entry.value;
    }
  } finally {
    ended.abort();
  }
}

const keyOf = ({ at, text }: LogLine) => `${at} ${text}`;
