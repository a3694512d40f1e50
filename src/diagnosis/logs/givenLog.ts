import { isComplaint } from "./complaints";
import type { LogRecord, ParsedLog } from "./types";

/**
 * What a worker's log is that decides nothing: it has no lines, no text, none of the worker, or the worker in it
 * started and handled no message.
 */
export type UntellingLog = "empty" | "binary" | "foreign" | "idle";

/** Characters that text has none of: control characters, and what stands for bytes that are no UTF-8. */
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/;
/** What becomes of a message by a line that is about none. */
const ABOUT_NO_MESSAGE = new Set(["none", "untouched"]);

/** Undefined where lines of the worker tell of a message, or of what keeps it from its work. */
export function untellingLog({ records, unknown }: ParsedLog): UntellingLog | undefined {
  if (records.length === 0) return "empty";
  const own = records.filter(isOfWorker);
  if (own.length === 0) {
    // Whosever it is: what reports a failure is no wrong file.
    if (records.some(isComplaint)) return undefined;
    const odd = unknown.samples.filter(({ text }) => NOT_TEXT.test(text)).length;
    return odd > unknown.samples.length / 2 ? "binary" : "foreign";
  }
  const isIdle =
    own.some(({ pattern }) => pattern?.id === "worker-started") &&
    records.every(({ pattern, level, exception }) => {
      const isQuiet = !exception && (level === undefined || level === "INFO" || level === "DEBUG");
      return isQuiet && (!pattern || (pattern.layer !== "provider" && ABOUT_NO_MESSAGE.has(pattern.after)));
    });
  return isIdle ? "idle" : undefined;
}

/** A server's line, an access log or a shell's word, is no line of the backend's. */
const isOfWorker = ({ pattern, logger }: LogRecord) =>
  (pattern !== undefined && (pattern.generation !== "runtime" || pattern.layer !== "api")) ||
  /worker/i.test(logger ?? "");
