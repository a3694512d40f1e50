import type { LogZone, ZoneHints } from "./zoneFinder";

/**
 * What is understood of a log. Glossary: a *line* is one line of the raw text; a *record* is one log call (its line and
 * the lines that belong to it, such as a traceback); a *pattern* is what one log call of the backend, of a library or
 * of our worker prints; a *flood* is a pattern that came so often that its records were folded into one.
 */
export type LogSource = "worker.logs" | "api.logs";

/** The two generations of the backend that are known, and what is not the backend's own (libraries, the shell, our worker). */
export type LogGeneration = "2026-03" | "2026-08" | "both" | "runtime";

/**
 * What becomes of the queue's message when a line is printed:
 * - `not-queued`: it never reached the queue; `queued`: it is in the queue.
 * - `kept`: it stays in the queue and comes again; `deleted`: it is gone from the queue.
 * - `continues`: the handling goes on; `untouched`: the worker ended before it took any message.
 * - `none`: the line is about no message; `unknown`: deleted or kept, the line alone doesn't tell.
 */
export type MessageFate = "not-queued" | "queued" | "kept" | "deleted" | "continues" | "untouched" | "none" | "unknown";

/** One entry of the catalogue. */
export interface LogPattern {
  /** Stable, kebab-case. */
  id: string;
  generation: LogGeneration;
  layer: "api" | "queue" | "worker" | "provider" | "data";
  /** The level of the log call, lower case; `exception` is ERROR with a traceback. */
  level: string;
  /** As printed, with named holes: `send_sms ok to={to} group_id={group_id}`. `{}` is any text and is not extracted. */
  template: string;
  /** Other forms in which the same log call was seen. */
  aliases?: readonly string[];
  meaning: string;
  after: MessageFate;
  /** Where the August generation does something else with the message on the same text. */
  afterInAugust?: MessageFate;
  /** Values that the text implies without printing them, such as the error code of a sentence. */
  sets?: Record<string, string>;
  /** A real-looking line for the self-test. */
  sample: string;
  /** What it reports, whoever printed it: rules read this and not the words. */
  tells?: Sign;
}

/**
 * What a line can report.
 * - Of the process: it was killed for memory; it ended; it ends at every start; its start command cannot be run; no
 *   container or task of it could be made; the child that handled a message was killed, or crashed.
 * - Of a message: it cannot be decoded; no handler of that name is there; it was not sent on purpose.
 * - Of Redis and the database: they refuse or cannot be reached.
 * - Of another provider of text messages: how it refused.
 * - Of the API: its server does not start; the proxy got no answer, or not in time.
 * - `connected`, `handled`: what ended an error that was logged before.
 */
export type Sign =
  | "killed-for-memory"
  | "process-ended"
  | "restarting"
  | "command-unusable"
  | "not-created"
  | "child-killed"
  | "child-crashed"
  | "message-undecodable"
  | "handler-unknown"
  | "redis-refuses"
  | "database-refuses"
  | "recipient-excluded"
  | "recipient-invalid"
  | "sender-refused"
  | "provider-unauthorized"
  | "provider-clock"
  | "provider-account"
  | "provider-undelivered"
  | "provider-refused"
  | "api-not-started"
  | "api-unreached"
  | "api-slow"
  | "connected"
  | "handled";

/** One log call, or the lines that nobody could be found to belong to. */
export interface LogRecord {
  /** 1-based in the raw text. */
  line: number;
  /** Its place in time, where the text has the newest line first; else `line` is in that order too. */
  order?: number;
  /** Milliseconds since the epoch, the zone resolved; absent where the line carries no time. */
  at?: number;
  /** Upper case, as printed: INFO, WARNING, ERROR … */
  level?: string;
  logger?: string;
  /** The message without prefixes and colours, cut to a few thousand characters. */
  text: string;
  /** Characters of the line beyond what was kept. */
  cutChars?: number;
  pattern?: LogPattern;
  /** By name of hole; also what texts inside tell: `code` and `operation` of AWS errors, `trace_id` … */
  values: Record<string, string>;
  /** Ids of the patterns of libraries found inside the text or its exception, e.g. `aws-error` in a failed poll. */
  mentions: string[];
  /** Printed before the test send: never decides. */
  beforeSend: boolean;
  /** Traceback and continuation lines, capped. */
  detail: string[];
  /** The last exception of a traceback, the one that was not handled. */
  exception?: { type: string; message: string };
  /** On the first record of a flood. `perSecond` is 0 where the lines carry no time; `until` is the last one's time. */
  repeats?: { count: number; perSecond: number; until?: number };
}

export interface ParsedLog {
  source: LogSource;
  /** Lines of the raw text. */
  totalLines: number;
  /** In the order of time: of the text, but for an export that has the newest line first. Of a flood the first (with `repeats`) and the last stand here. */
  records: LogRecord[];
  unknown: { count: number; samples: LogRecord[] };
  /** The first records of floods. */
  floods: LogRecord[];
  generation?: "2026-03" | "2026-08";
  /** Of times that carry no zone. */
  zone: LogZone;
  /** A line was cut or records were let go to bound the memory. */
  truncated: boolean;
}

export interface LogParserOptions extends ZoneHints {
  source: LogSource;
  /** How many of the latest records are kept besides the first of every kind. */
  keepRecords?: number;
}
