import { failureOf, isOverIn } from "./facts/recovery";
import type { Line } from "./logLines";
import { findMentions } from "./logs/catalogue/matcher";
import { catalogue, patternById } from "./logs/catalogue/catalogue";
import { fieldValueOf } from "./logs/wordings/jsonField";
import { needlesOf } from "./logs/catalogue/template";
import type { LogPattern, Sign } from "./logs/types";
import { type WordedSign, valuesOf, wordings } from "./logs/wordings/wordings";

export type LineSign = Sign | WordedSign;

/** Something that a line reports. */
export interface ToldSign {
  sign: LineSign;
  line: Line;
  values: Readonly<Record<string, string>>;
  /** The pattern that recognised it, if it was a pattern of the catalogue. */
  pattern?: LogPattern;
  /** Where the words begin in the line's whole text, if a wording recognised it. */
  index?: number;
}

/** Caches what was found, because many rules ask for the same signs. */
const known = new WeakMap<readonly Line[], Map<LineSign, readonly ToldSign[]>>();

/** The lines that report the sign, in order. */
export function toldIn(lines: readonly Line[] | undefined, sign: LineSign): readonly ToldSign[] {
  if (!lines) return [];
  const ofLines = known.get(lines) ?? new Map<LineSign, readonly ToldSign[]>();
  known.set(lines, ofLines);
  const before = ofLines.get(sign);
  if (before) return before;
  const told = isWorded(sign) ? lines.flatMap((line) => toldByWords(line, sign) ?? []) : patternSigns(lines, sign);
  ofLines.set(sign, told);
  return told;
}

export const firstTold = (lines: readonly Line[] | undefined, sign: LineSign) => toldIn(lines, sign)[0];
export const lastTold = (lines: readonly Line[] | undefined, sign: LineSign) => toldIn(lines, sign).at(-1);
export const tells = (line: Line, sign: WordedSign) => toldByWords(line, sign) !== undefined;

export function toldByWords(line: Line, sign: WordedSign): ToldSign | undefined {
  const { pattern, unless, in: place = "all" } = wordings[sign];
  const text = place === "text" ? line.text : line.all;
  const groups = pattern.exec(text);
  if (!groups || unless?.test(text)) return undefined;
  return { sign, line, values: valuesOf(groups), index: groups.index };
}

/** What a text outside of a log reports, such as the message of a system's error. */
export const isSaidIn = (text: string, sign: WordedSign) =>
  wordings[sign].pattern.test(text) && wordings[sign].unless?.test(text) !== true;

/** Whether the failure_reason of a NotificationLog row reports the sign. */
export const isReason = (reason: string | undefined, sign: WordedSign) =>
  wordings[sign].row?.test(reason?.trim() ?? "") === true;

const isWorded = (sign: LineSign): sign is WordedSign => Object.hasOwn(wordings, sign);

const cached = new WeakMap<readonly Line[], readonly ToldSign[]>();

/** Mentions in the backend's own sentences are left to the rules for those sentences. */
function patternSigns(lines: readonly Line[], sign: LineSign): ToldSign[] {
  const all = cached.get(lines) ?? lines.flatMap(toldByPatterns);
  cached.set(lines, all);
  return all.filter((told) => told.sign === sign);
}

function toldByPatterns(line: Line): ToldSign[] {
  const { pattern, mentions, values } = line.record;
  const isBackends = pattern !== undefined && pattern.generation !== "runtime";
  const ids = new Set([...(pattern ? [pattern.id] : []), ...(isBackends ? [] : mentions)]);
  return [...ids].flatMap((id) => {
    const said = patternById(id);
    return said?.tells ? [{ sign: said.tells, line, values, pattern: said }] : [];
  });
}

/** Whether a pattern of the catalogue finds one of the signs in a line. */
export const reportsAny = (line: Line, signs: ReadonlySet<Sign>) =>
  toldByPatterns(line).some(({ pattern }) => pattern?.tells !== undefined && signs.has(pattern.tells));

/** Whether the catalogue knows what a line reports. */
export const isTold = (line: Line) => toldByPatterns(line).length > 0;

const isTelling = (sign: WordedSign) => !wordings[sign].isDetail;

/** Every sign that a line can give. */
export const allSigns: readonly LineSign[] = [
  ...new Set([
    ...catalogue.flatMap(({ tells: sign }) => sign ?? []),
    ...(Object.keys(wordings) as WordedSign[]).filter(isTelling),
  ]),
];

/** Whether a later line shows that what failed works again. */
export const isOver = (lines: readonly Line[] | undefined, failed: Line): boolean =>
  lines !== undefined && isOverIn(lines, failureOf(failed));

/** The words of a line by which a pattern knows it. */
export const decidingWords = (said: string, { pattern }: ToldSign): string | undefined =>
  pattern && needlesOf(pattern.template).find((words) => said.includes(words));

/** The line of the record's text, or below it, that reports the sign. */
export function wordsOf({ line, pattern }: ToldSign): string {
  const says = (text: string) => findMentions(text).some((mention) => mention.pattern.id === pattern?.id);
  const words = line.all.split("\n").find(says)?.trim() ?? line.text;
  return fieldValueOf(words);
}
