import type { Line } from "./logLines";
import { findMentions } from "./logs/catalogue/matcher";
import { patternById } from "./logs/catalogue/catalogue";
import type { LogPattern, Sign } from "./logs/types";

/** Something that a line reports, with the words that report it. */
export interface ToldSign {
  sign: Sign;
  line: Line;
  pattern: LogPattern;
}

/** Caches the list, because twenty rules ask for it. */
const known = new WeakMap<readonly Line[], readonly ToldSign[]>();

/**
 * What the lines report, in order. Mentions in the backend's own sentences are left to the rules for those sentences.
 */
export function toldIn(lines: readonly Line[] | undefined): readonly ToldSign[] {
  if (!lines) return [];
  const before = known.get(lines);
  if (before) return before;
  const told = lines.flatMap(toldOf);
  known.set(lines, told);
  return told;
}

function toldOf(line: Line): ToldSign[] {
  const { pattern, mentions } = line.record;
  if (pattern && pattern.generation !== "runtime") return [];
  const ids = new Set([...(pattern ? [pattern.id] : []), ...mentions]);
  return [...ids].flatMap((id) => {
    const said = patternById(id);
    return said?.tells ? [{ sign: said.tells, line, pattern: said }] : [];
  });
}

/** Whether a later line shows that the connection is back or that a task succeeded. */
export const isOver = (lines: readonly Line[] | undefined, failed: Line): boolean =>
  toldIn(lines).some(({ sign, line }) => (sign === "connected" || sign === "handled") && line.line > failed.line);

/** The line of the record's text, or below it, that reports the sign. */
export function wordsOf({ line, pattern }: ToldSign): string {
  const says = (text: string) => findMentions(text).some((mention) => mention.pattern.id === pattern.id);
  return line.all.split("\n").find(says)?.trim() ?? line.text;
}
