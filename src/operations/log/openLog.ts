import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import type { Environment, TailEntry } from "../../targets/environment";

/** A piece of a log, or a `past` line from before the tail began. A tail never resumes from a past line. */
export type TailPiece = TailEntry | { kind: "past"; line: LogLine };

/** A log as far as its follower needs it. */
export interface FollowedLog {
  /** For example "container academy-messaging-worker". Undefined for the local stack. */
  readonly origin: string | undefined;
  /** Line numbers are consecutive: a missing number means a lost line. */
  readonly isNumbered: boolean;
  /** The position from which a tail shows the newest `lines` lines first. Undefined: only new lines. */
  begin(lines: number): Promise<string | undefined>;
  /**
   * Follows the log until the signal. Without a position, the tail includes lines since `since` (milliseconds since the
   * Unix epoch), if given.
   */
  tail(position: string | undefined, signal: AbortSignal, since?: number): AsyncIterable<TailPiece>;
}

/** The log of one process of an environment. */
export interface ProcessLog extends FollowedLog {
  /** The kept lines since that time. */
  linesSince(at: number, signal?: AbortSignal): Promise<LogLine[]>;
}

type Readable = Required<Pick<NonNullable<Environment["api"]>, "tail" | "linesSince">>;

/**
 * The log of the environment's worker or API, wherever it is: the local stack, a file, a container, a log group.
 * Error: `no-log`.
 */
export function openLog(environment: Environment, which: "worker" | "api"): ProcessLog {
  const { worker, api, stack } = environment;
  const log: Partial<Readable> | undefined = which === "worker" ? worker : api;
  if (!isReadable(log)) throw noLog(environment, which);
  const common = { linesSince: (at: number, signal?: AbortSignal) => log.linesSince(at, signal) };
  if (!stack) {
    return {
      ...common,
      origin: which === "worker" ? worker?.origin : api?.url,
      isNumbered: false,
      begin: () => Promise.resolve(undefined),
      tail: (position, signal, since) =>
        position === undefined && since !== undefined ? withPast(log, since, signal) : log.tail(position, signal),
    };
  }
  return {
    ...common,
    origin: undefined,
    isNumbered: true,
    // The numbers continue across restarts of the worker.
    begin: async (lines) => (lines === Infinity ? "0" : String((await log.linesSince(0)).at(-lines - 1)?.seq ?? 0)),
    tail: (position, signal) => log.tail(position, signal),
  };
}

const isReadable = (log: Partial<Readable> | undefined): log is Readable =>
  log?.tail !== undefined && log.linesSince !== undefined;

const noLog = ({ name }: Environment, which: string) =>
  new ExpectedError(
    "no-log",
    l10n.t("The environment {0} does not say where the log is: {1}", name, which),
    l10n.t("Add a container, a log file or a log group to it."),
  );

/** Starts following before it reads the past, so that no line is lost in between. Shows a line found in both once. */
async function* withPast(log: Readable, since: number, signal: AbortSignal): AsyncGenerator<TailPiece> {
  const ended = new AbortController();
  const following = log.tail(undefined, AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
  try {
    const first = following.next();
    first.catch(() => undefined); // Reported below, after the past lines.
    const past = await log.linesSince(since, signal);
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
