import type { LogRecord } from "./types";

const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/CRITICAL|FATAL|EMERG|ALERT|PANIC/, 5],
  [/ERR|SEVERE/, 4],
  [/WARN/, 2],
];

/** How bad a line is by its own level or an exception; 0 where it only tells. */
export function weightOf({ level = "", exception, pattern }: LogRecord): number {
  const own = WEIGHTS.find(([names]) => names.test(level))?.[1] ?? 0;
  const ofPattern = pattern?.level === "critical" || pattern?.level === "error" ? 3 : 0;
  return Math.max(own, exception ? 3 : 0, level ? 0 : ofPattern);
}

/** Whether a line reports that something went wrong, whatever its sentence. */
export const isComplaint = (record: LogRecord) => weightOf(record) > 0;
