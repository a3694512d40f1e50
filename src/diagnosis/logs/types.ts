import type { PastedState } from "./exports/statePaste";
import type { Platform } from "./exports/platform";
import type { LogZone, ZoneHints } from "./zoneFinder";

/**
 * The parsed form of a log. A *line* is one line of the raw text. A *record* is one log call: its line and the lines
 * that belong to it, such as a traceback. A *pattern* describes what one log call of the backend, of a library or of
 * our worker prints. A *flood* is a pattern that occurred so often that its records were folded into one.
 */
export type LogSource = "worker.logs" | "api.logs";

/** The two known generations of the backend, and `runtime` for everything else (libraries, the shell, our worker). */
export type LogGeneration = "2026-03" | "2026-08" | "both" | "runtime";

/**
 * What happens to the queue's message when the line is printed:
 * - `not-queued`: it never reached the queue. `queued`: it is in the queue.
 * - `kept`: it stays in the queue and is delivered again. `deleted`: it was deleted from the queue.
 * - `continues`: the handling goes on. `untouched`: the worker ended before it received any message.
 * - `none`: the line is not about a message. `unknown`: deleted or kept; the line alone doesn't say.
 */
export type MessageFate = "not-queued" | "queued" | "kept" | "deleted" | "continues" | "untouched" | "none" | "unknown";

/** One entry of the catalogue. */
export interface LogPattern {
  /** Stable, kebab-case. */
  id: string;
  generation: LogGeneration;
  layer: "api" | "queue" | "worker" | "provider" | "data";
  /** The level of the log call, lower case. `exception` is ERROR with a traceback. */
  level: string;
  /**
   * The line as printed, with named holes: `send_sms ok to={to} group_id={group_id}`. `{}` is any text and is not
   * extracted.
   */
  template: string;
  /** Other known forms of the same log call. */
  aliases?: readonly string[];
  meaning: string;
  after: MessageFate;
  /** Set where the same text means another fate in the August generation. */
  afterInAugust?: MessageFate;
  /** Values that the text implies without printing them, such as the error code of a sentence. */
  sets?: Record<string, string>;
  /** A realistic line for the self-test. */
  sample: string;
  /** What the line reports, whatever printed it. Rules read this instead of the words. */
  tells?: Sign;
}

/**
 * What a line can report.
 * - About the process: it was killed for memory; it ended; it ends at every start; its start command cannot be run; its
 *   container or task could not be created; the child that handled a message was killed, crashed, or ran out of time; no worker
 *   answers; the program that a daemon hands messages to failed.
 * - About a message: it cannot be decoded; it is not of the worker's form; it has no handler of that name; it was
 *   deliberately not sent.
 * - `not-removed`: a handled message stays in the queue.
 * - About Redis and the database: they refuse or cannot be reached.
 * - About another text message provider: how it refused.
 * - About the API: its server does not start; the proxy got no answer, or not in time, or lets no more requests through.
 */
export type Sign =
  | "killed-for-memory"
  | "process-ended"
  | "restarting"
  | "command-unusable"
  | "not-created"
  | "child-killed"
  | "child-crashed"
  | "child-timed-out"
  | "unanswered"
  | "handler-failed"
  | "message-undecodable"
  | "message-malformed"
  | "handler-unknown"
  | "redis-refuses"
  | "database-refuses"
  | "recipient-excluded"
  | "recipient-invalid"
  | "recipient-opted-out"
  | "sender-refused"
  | "provider-unauthorized"
  | "provider-clock"
  | "provider-account"
  | "provider-undelivered"
  | "provider-refused"
  | "provider-balance"
  | "provider-quota"
  | "provider-limited"
  | "provider-text"
  | "provider-unanswered"
  | "address-refused"
  | "channel-refused"
  | "channel-undelivered"
  | "template-unknown"
  | "template-differs"
  | "api-not-started"
  | "api-unreached"
  | "api-slow"
  | "api-limited"
  | "not-removed";

/** One log call, or lines that belong to no log call. */
export interface LogRecord {
  /** 1-based in the raw text. */
  line: number;
  /** The position in time, if the text has the newest line first. Otherwise `line` gives that order. */
  order?: number;
  /** Milliseconds since the epoch, with the zone resolved. Absent if the line has no time. */
  at?: number;
  /** Upper case, as printed: INFO, WARNING, ERROR … */
  level?: string;
  logger?: string;
  /** The container, pod or program that the line's prefix names. */
  process?: string;
  /** What a structured line is about, as `key=value`: its message, recipient, tenant, queue and host. */
  named?: string;
  /** The message without prefixes and colours, cut to a few thousand characters. */
  text: string;
  /** Number of characters of the line that were not kept. */
  cutChars?: number;
  pattern?: LogPattern;
  /** Values by hole name, plus those from texts inside: `code` and `operation` of AWS errors, `trace_id` … */
  values: Record<string, string>;
  /** IDs of library patterns found in the text or its exception, such as `aws-error` in a failed poll. */
  mentions: string[];
  /** Printed before the test send. Such records never decide. */
  beforeSend: boolean;
  /** Traceback and continuation lines, up to a limit. */
  detail: string[];
  /** The last exception of a traceback: the unhandled one. */
  exception?: { type: string; message: string };
  /**
   * Set on the first record of a flood. `perSecond` is 0 if the lines have no time. `until` is the time of the last
   * one.
   */
  repeats?: { count: number; perSecond: number; until?: number };
}

export interface ParsedLog {
  source: LogSource;
  /** Lines of the raw text. */
  totalLines: number;
  /**
   * In order of time, which is text order unless an export has the newest line first. A flood contributes its first
   * record (with `repeats`) and its last.
   */
  records: LogRecord[];
  unknown: { count: number; samples: LogRecord[] };
  /** The first record of each flood. */
  floods: LogRecord[];
  generation?: "2026-03" | "2026-08";
  /** What runs the program that wrote the log, if its lines show it. */
  platform?: Platform;
  /** The state of the container or process, if the output of a command was pasted. */
  state?: PastedState;
  /** The zone of times that state none. */
  zone: LogZone;
  /** A line was cut, or records were dropped, to bound the memory. */
  truncated: boolean;
}

export interface LogParserOptions extends ZoneHints {
  source: LogSource;
  /** How many of the latest records to keep, in addition to the first of every kind. */
  keepRecords?: number;
}
