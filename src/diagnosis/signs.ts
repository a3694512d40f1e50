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

/** What the lines report, in their order. What a sentence of the backend itself mentions is read by that sentence's rule. */
export const toldIn = (lines: readonly Line[] | undefined): ToldSign[] =>
  (lines ?? []).flatMap((line) => {
    const { pattern, mentions } = line.record;
    if (pattern && pattern.generation !== "runtime") return [];
    const ids = new Set([...(pattern ? [pattern.id] : []), ...mentions]);
    return [...ids].flatMap((id) => {
      const told = patternById(id);
      return told?.tells ? [{ sign: told.tells, line, pattern: told }] : [];
    });
  });

/** The line of a record's text, or of what stands below it, that says it. */
export function wordsOf({ line, pattern }: ToldSign): string {
  const says = (text: string) => findMentions(text).some((mention) => mention.pattern.id === pattern.id);
  return line.all.split("\n").find(says)?.trim() ?? line.text;
}
