import { wallOf } from "./lineTimes";
import type { Held, Kind } from "./recordStore";

/** What is known of the lines of one shape: they differ only in numbers and in IDs. */
export interface LineShape {
  /** A second hash: two shapes may share the first. */
  check: number;
  /** How often a line of this shape was read in full. */
  read: number;
  /** Such lines are complete records of one kind. Undefined until one was read; false if one was not. */
  kind: Kind | false | undefined;
  /** A logger's header begins such a line. */
  isHeadered: boolean;
  /** Where the message begins in the line that was read last. */
  textAt: number;
  /** Where the local time stands, as `2026-03-05 10:00:00,123`. -1: it has none, or in another form. */
  timeAt: number;
}

/** More different shapes than this, and no more are learnt: the log is no program's. */
const MOST_SHAPES = 5_000;

const LETTER = 1;
const DIGIT = 2;
const LOWER = 4;
const UPPER = 8;
/** A letter that is no hexadecimal digit. */
const PLAIN = 16;
/** The class of every character code below 128. All others count as letters. */
const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[0-9]/.test(character)) classes[code] = DIGIT;
  else if (/[a-z]/.test(character)) classes[code] = LETTER | LOWER | (character > "f" ? PLAIN : 0);
  else if (/[A-Z]/.test(character)) classes[code] = LETTER | UPPER | (character > "F" ? PLAIN : 0);
  else if (/[_-]/.test(character)) classes[code] = LETTER;
}

const MIX = 0x9e3779b1;
const NUMBER = 0x2c1b3c6d;

/** Finds the shape of a line in one pass over its characters. A million lines have a few hundred shapes. */
export class LineShapes {
  readonly #shapes = new Map<number, LineShape>();

  /** Undefined if no more shapes are learnt. */
  of(line: string): LineShape | undefined {
    let hash = 0;
    let check = 0;
    let word = 0;
    let seen = 0;
    let isNumbered = false;
    const { length } = line;
    for (let at = 0; at <= length; at++) {
      const code = at < length ? line.charCodeAt(at) : 0;
      const kind = code < 128 ? (classes[code] ?? 0) : LETTER;
      if (kind !== 0) {
        if (isNumbered) continue;
        if (kind === DIGIT) {
          isNumbered = true;
          // Of `mock-17` the word counts, of `deadb33f` and `G4V2026` nothing.
          if ((seen & PLAIN) === 0 || (seen & (LOWER | UPPER)) === (LOWER | UPPER)) word = 0;
          word ^= NUMBER;
          continue;
        }
        word = (Math.imul(word, 31) + code) | 0;
        seen |= kind;
        continue;
      }
      const value = word;
      hash = (Math.imul(hash ^ value, MIX) + code) | 0;
      check = (check + Math.imul(value + code, hash | 1)) | 0;
      word = 0;
      seen = 0;
      isNumbered = false;
    }
    const known = this.#shapes.get(hash);
    if (known) return known.check === check ? known : undefined;
    if (this.#shapes.size >= MOST_SHAPES) return undefined;
    const shape: LineShape = { check, read: 0, kind: undefined, isHeadered: false, textAt: 0, timeAt: -1 };
    this.#shapes.set(hash, shape);
    return shape;
  }
}

const TIME_LENGTH = "2026-03-05 10:00:00".length;
const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/g;
/** The time stands near the beginning. */
const TIME_WITHIN = 80;

/** Where a line has the local time that was read from it. -1 if it has none, or in another form. */
export function timePlaceIn(line: string, { time }: Held): number {
  if (time.wall === undefined || time.instant !== undefined) return -1;
  for (const { index } of line.slice(0, TIME_WITHIN).matchAll(TIME))
    if (wallAt(line, index) === time.wall) return index;
  return -1;
}

/** The local time at a place, with its fraction. NaN if there is none. */
export function wallAt(line: string, at: number): number {
  const separator = line.charAt(at + TIME_LENGTH);
  let end = at + TIME_LENGTH + 1;
  if (separator === "." || separator === ",")
    while (end - at < TIME_LENGTH + 10 && isDigit(line.charCodeAt(end))) end++;
  return wallOf(
    line.slice(at, at + 10),
    line.slice(at + 11, at + TIME_LENGTH),
    line.slice(at + TIME_LENGTH + 1, end > at + TIME_LENGTH + 1 ? end : at + TIME_LENGTH + 1),
  );
}

const isDigit = (code: number) => code >= 48 && code <= 57;
