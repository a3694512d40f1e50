import { maskStart } from "../common/masking";
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
  const whole = maskStart(text, 10 * EXCERPT_CHARACTERS)
    .replace(/\s+/g, " ")
    .trim();
  const at = words ? whole.indexOf(words.replace(/\s+/g, " ").trim().slice(0, WORDS_SOUGHT)) : -1;
  const before = Math.floor(length / 3);
  if (whole.length <= length || at < length - before) return short(whole, length);
  const from = whole.indexOf(" ", at - before) + 1;
  const start = from > 0 && from <= at ? from : at;
  return `…${short(whole.slice(start), length - 1)}`;
}

/** Masked, on one line, and cut to a readable length. */
export const clip = (text: string, length = EXCERPT_CHARACTERS) =>
  short(
    maskStart(text, 10 * length)
      .replace(/\s+/g, " ")
      .trim(),
    length,
  );

/** Clipped for use inside a sentence: without the full stop at its end. */
export const sentence = (text: string, length = 160) => clip(text, length).replace(/[.。]$/, "");

const short = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const lineStart = (text: string, index: number) => text.lastIndexOf("\n", index) + 1;
