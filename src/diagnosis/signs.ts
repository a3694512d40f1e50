import type { Line } from "./logLines";
import { findMentions } from "./logs/catalogue/matcher";
import { patternById } from "./logs/catalogue/catalogue";
import type { LogPattern, Sign } from "./logs/types";

/** Something that a line reports, and the words that say it. */
export interface ToldSign {
  sign: Sign;
  line: Line;
  pattern: LogPattern;
}

/** Twenty rules ask for the same list. */
const known = new WeakMap<readonly Line[], readonly ToldSign[]>();

/** What the lines report, in their order. What a sentence of the backend itself mentions is read by that sentence's rule. */
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

/** Whether a later line tells that the connection is back, or that a task ended well. */
export const isOver = (lines: readonly Line[] | undefined, failed: Line): boolean =>
  toldIn(lines).some(({ sign, line }) => (sign === "connected" || sign === "handled") && line.line > failed.line);

/** The line of a record's text, or of what stands below it, that says it. */
export function wordsOf({ line, pattern }: ToldSign): string {
  const says = (text: string) => findMentions(text).some((mention) => mention.pattern.id === pattern.id);
  return line.all.split("\n").find(says)?.trim() ?? line.text;
}
