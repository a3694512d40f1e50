import type { StackClient } from "../runtime/control/stackClient";
import type { LogLine } from "../runtime/stack/lineBuffer";
import type { TailEntry, WorkerTarget } from "../targets/environment";

/** A piece of a log, or a `past` line from before the tail began. A tail never resumes from a past line. */
export type TailPiece = TailEntry | { kind: "past"; line: LogLine };

/** The source of a worker's log, as far as the tail needs it. */
export interface TailSource {
  /** For example "container academy-messaging-worker". Undefined for the local stack. */
  readonly origin: string | undefined;
  /** Line numbers are consecutive: a missing number means a lost line. */
  readonly isNumbered: boolean;
  /** The position from which a tail shows the newest `lines` lines first. Undefined: only new lines. */
  begin(lines: number): Promise<string | undefined>;
  /** Without a position, the tail includes lines since `since` (milliseconds since the Unix epoch), if given. */
  tail(position: string | undefined, signal: AbortSignal, since?: number): AsyncIterable<TailPiece>;
}

/** The embedded stack keeps its worker's lines. Their numbers continue across restarts. */
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

/** Starts following before it reads the past, so that no line is lost in between. Shows a line found in both once. */
async function* withPast(
  worker: Pick<WorkerTarget, "tail" | "linesSince">,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<TailPiece> {
  const ended = new AbortController();
  const following = worker.tail(undefined, AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
  try {
    const first = following.next();
    first.catch(() => undefined); // Reported below, after the past lines.
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
