import { maskStart } from "../common/masking";
import { withoutJson, withoutMarkup } from "./logs/bodyText";
import type { LogRecord, ParsedLog } from "./logs/types";

const EXCERPT_CHARACTERS = 300;

/**
 * A place in the evidence as the output shows it: the path in the bundle, the line number if it is a log, and the
 * masked text.
 */
export interface Excerpt {
  source: string;
  line?: number;
  excerpt: string;
}

/**
 * A log record as rules read it. `line` gives the order, `record.line` the position in the text. `all` is the text with
 * its traceback.
 */
export interface Line {
  source: "worker.logs" | "api.logs";
  line: number;
  at?: number;
  text: string;
  all: string;
  record: LogRecord;
}

const textOf = (record: LogRecord) => {
  const { text, detail, exception } = record;
  const last = exception ? `${exception.type}: ${exception.message}` : "";
  return [text, ...detail, detail.some((one) => one.includes(last)) ? "" : last].filter(Boolean).join("\n");
};

/** The records that decide (`beforeSend: false`), or those from before the send, in order. */
export const linesOfLog = (log: ParsedLog, beforeSend = false): Line[] =>
  log.records
    .filter((record) => record.beforeSend === beforeSend)
    .map((record) => ({
      source: log.source,
      line: record.order ?? record.line,
      ...(record.at !== undefined && { at: record.at }),
      text: record.text,
      all: textOf(record),
      record,
    }));

/** How often the lines occurred, counting folded floods in full. */
export function timesOf(told: readonly { line: Line }[]): number {
  const folded = told.flatMap(({ line }) => line.record.repeats ?? []);
  // The last record of a flood is listed too, but the first already counts it.
  const single = Math.max(0, told.length - 2 * folded.length);
  return folded.reduce((sum, { count }) => sum + count, single);
}

/** The record's line, plus the traceback line at `index`, or otherwise the final exception. */
export const excerptOfLine = (line: Line, index?: number): Excerpt => {
  const from = index === undefined ? 0 : lineStart(line.all, index);
  const matched = index === undefined ? undefined : line.all.slice(from).split("\n")[0];
  const { exception, repeats } = line.record;
  const own = matched ?? (exception && `${exception.type}: ${exception.message.split("\n")[0] ?? ""}`);
  const isSaid = !own || line.text.includes(own) || (exception !== undefined && line.text.includes(exception.message));
  const shown = isSaid ? line.text : `${short(line.text, 80)} … ${own.trim()}`;
  const decides = index === undefined ? undefined : line.all.slice(index, index + WORDS_SOUGHT).split("\n")[0];
  const times = repeats ? ` (×${repeats.count})` : "";
  return { source: line.source, line: line.record.line, excerpt: `${clipAround(shown, decides)}${times}` };
};

/** What a line reports, with the words that report it. */
export const excerptOfTold = ({ line, index }: { line: Line; index?: number }): Excerpt => excerptOfLine(line, index);

export const excerptAt = (source: string, text: string): Excerpt => ({ source, excerpt: clip(text) });

/** This much of the deciding words is enough to find them again in a masked text. */
const WORDS_SOUGHT = 24;

/** Like `clip`, but a long text is cut around the words that decide, which may stand far from its beginning. */
export function clipAround(text: string, words: string | undefined, length = EXCERPT_CHARACTERS): string {
  const sought = words?.replace(/\s+/g, " ").split("<")[0]?.trim().slice(0, WORDS_SOUGHT);
  const told = readable(text, 10 * EXCERPT_CHARACTERS, length);
  const whole =
    sought && !told.includes(sought)
      ? maskStart(text, 10 * EXCERPT_CHARACTERS)
          .replace(/\s+/g, " ")
          .trim()
      : told;
  const at = sought ? whole.indexOf(sought) : -1;
  const head = headOf(length);
  if (whole.length <= length || at < head || at >= whole.length - (length - head)) return short(whole, length);
  const before = Math.max(0, at - Math.floor(length / 3));
  const start = before + (BOUNDARY.exec(whole.slice(before, at))?.[0].length ?? at - before);
  const rest = whole.slice(start);
  return rest.length < length ? `…${rest}` : `…${rest.slice(0, length - 2)}…`;
}

/** Up to where a piece may begin: a word, a field or a tag. */
const BOUNDARY = /^.*?(?:[\s,;>]|\{(?="))/;

/** Masked, on one line, and cut to a readable length. */
export const clip = (text: string, length = EXCERPT_CHARACTERS) => short(readable(text, 10 * length, length), length);

/** Masked and on one line, without the markup of a body; of a JSON body that is too long, what it says. */
function readable(text: string, kept: number, length: number): string {
  const plain = withoutMarkup(maskStart(text, kept)).replace(/\s+/g, " ").trim();
  return plain.length <= length ? plain : withoutJson(plain);
}

/** Clipped for use inside a sentence: without the full stop at its end. */
export const sentence = (text: string, length = 160) => clip(text, length).replace(/[.。]{1,3}$/, "");

/** Shorter texts are names and numbers, which are cut at their end. */
const SENTENCE_CHARACTERS = 120;
const headOf = (length: number) => (length < SENTENCE_CHARACTERS ? length : Math.floor(length * 0.45));

/** Leaves out the middle of a sentence: an error says at its beginning what failed and at its end why. */
function short(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = headOf(length);
  if (head === length) return `${text.slice(0, length - 1)}…`;
  const beginning = wholeWords(text.slice(0, head), -1);
  const end = wholeWords(text.slice(text.length - (length - head - 3)), 1);
  return `${beginning} … ${end}`;
}

/** Drops what is left of a word at one end of a piece, if a word begins nearby. */
function wholeWords(piece: string, side: 1 | -1): string {
  const space = side === 1 ? piece.indexOf(" ") : piece.lastIndexOf(" ");
  const lost = side === 1 ? space : piece.length - space;
  if (space < 0 || lost > piece.length / 4) return piece;
  return side === 1 ? piece.slice(space + 1) : piece.slice(0, space);
}

const lineStart = (text: string, index: number) => text.lastIndexOf("\n", index) + 1;
