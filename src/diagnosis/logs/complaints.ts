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
