import { isComplaint, mentionsTrouble } from "./complaints";
import { isNoLog } from "./noLog";
import type { LogRecord, ParsedLog } from "./types";
import { speaksOfEnd, topicOf } from "./wordings/topics";

/**
 * Why a worker's log decides nothing: it is empty, it is not text, it has no lines of the worker, or the worker started
 * but handled no message.
 */
export type UntellingLog = "empty" | "binary" | "foreign" | "idle";

/** Characters that never occur in text: control characters, and the replacement character for invalid UTF-8. */
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/;
/** Fates of lines that are not about a message. */
const ABOUT_NO_MESSAGE = new Set(["none", "untouched"]);

/** Undefined if lines of the worker are about a message, or about what keeps the worker from its work. */
export function untellingLog({ records, unknown, state }: ParsedLog): UntellingLog | undefined {
  // A description of the process is no log, but it is the worker's.
  if (state) return undefined;
  if (isNoLog(records)) return "foreign";
  if (records.length === 0) return "empty";
  const own = records.filter(isOfWorker);
  if (own.length === 0) {
    const odd = unknown.samples.filter(({ text }) => NOT_TEXT.test(text)).length;
    // A program's file has the words of its errors, too.
    if (odd > unknown.samples.length / 2) return "binary";
    // A log that reports a failure is not a wrong file, whatever wrote it.
    const isTelling = (record: LogRecord) =>
      isComplaint(record) || mentionsTrouble(record) || speaksOfEnd(record.text) || isAboutMessages(record);
    if (records.some(isTelling)) return undefined;
    return "foreign";
  }
  const isIdle =
    own.some(({ pattern }) => pattern?.id === "worker-started") &&
    records.every(({ pattern, level, exception }) => {
      const isQuiet = !exception && (level === undefined || level === "INFO" || level === "DEBUG");
      return isQuiet && (!pattern || (pattern.layer !== "provider" && ABOUT_NO_MESSAGE.has(pattern.after)));
    });
  return isIdle ? "idle" : undefined;
}

/** Lines of a server, an access log or a shell are not the backend's. */
const isOfWorker = ({ pattern, logger }: LogRecord) =>
  (pattern !== undefined && (pattern.generation !== "runtime" || pattern.layer !== "api")) ||
  /worker/i.test(logger ?? "");

/** A line about a queue or text messages may be any worker's. */
const isAboutMessages = ({ text, logger, pattern }: LogRecord) =>
  pattern?.layer !== "api" && ABOUT_MESSAGES.has(topicOf(`${logger ?? ""} ${text}`));
const ABOUT_MESSAGES: ReadonlySet<string | undefined> = new Set(["about-queue", "about-provider"]);
