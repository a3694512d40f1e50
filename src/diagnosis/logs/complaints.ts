import type { LogRecord } from "./types";

const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/CRITICAL|FATAL|EMERG|ALERT|PANIC/, 5],
  [/ERR|SEVERE/, 4],
  [/WARN/, 2],
];

/** The severity of a line, by its level or exception. 0 for informational lines. */
export function weightOf({ level = "", exception, pattern }: LogRecord): number {
  const own = WEIGHTS.find(([names]) => names.test(level))?.[1] ?? 0;
  const ofPattern = pattern?.level === "critical" || pattern?.level === "error" ? 3 : 0;
  return Math.max(own, exception ? 3 : 0, level ? 0 : ofPattern);
}

/** Whether a line reports a problem, whatever its wording. */
export const isComplaint = (record: LogRecord) => weightOf(record) > 0;

/** Words by which lines without a level report a problem. */
const WORDS =
  /\b(?:errors?|err|fail(?:s|ed|ing|ure)?|fatal|exceptions?|refused|rejected|denied|invalid|unable|cannot|could not|unhealthy|killed|crash(?:ed)?|timed? ?out|undelivered|not found|not authorized)\b/i;

/** Whether a line sounds like a problem: by its level or, if it has none, by its words. */
export const soundsBad = (record: LogRecord) =>
  isComplaint(record) || (record.level === undefined && WORDS.test(record.text));

/** The first word by which a text sounds like a problem. */
export const badWordIn = (text: string): string | undefined => {
  const at = WORDS.exec(text)?.index;
  return at === undefined ? undefined : text.slice(at, at + 24);
};
