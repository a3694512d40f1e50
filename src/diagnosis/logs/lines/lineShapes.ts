import { wallOf } from "../lineTimes";
import type { RawLine } from "./rawLine";
import type { Held, Kind } from "../recordStore";

/** What is known of the lines of one shape: they differ only in numbers and in IDs. */
export interface LineShape {
  check: number;
  /** How often a line of this shape was read in full. */
  read: number;
  /** Such lines are complete records of one kind. Undefined until one was read; false if one was not. */
  kind: Kind | false | undefined;
  /** A logger's header begins such a line. */
  isHeadered: boolean;
  /** Where the message begins in the line that was read last, in bytes. */
  textAt: number;
  /** Where the local time stands, as `2026-03-05 10:00:00,123`, in bytes. -1: it has none, or in another form. */
  timeAt: number;
}

/** More different shapes than this, and no more are learnt: the log is no program's. */
const MOST_SHAPES = 5_000;

/** The shapes of a log's lines. A million lines have a few hundred. */
export class LineShapes {
  readonly #shapes = new Map<number, LineShape>();

  /** Undefined if no more shapes are learnt. */
  of({ hash, check }: RawLine): LineShape | undefined {
    const known = this.#shapes.get(hash);
    if (known) return known.check === check ? known : undefined;
    if (this.#shapes.size >= MOST_SHAPES) return undefined;
    const shape: LineShape = { check, read: 0, kind: undefined, isHeadered: false, textAt: 0, timeAt: -1 };
    this.#shapes.set(hash, shape);
    return shape;
  }
}

const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/g;
/** The time stands near the beginning. */
const TIME_WITHIN = 80;

/** Where a line has the local time that was read from it. -1 if it has none, or in another form. */
export function timePlaceIn(line: RawLine, { time }: Held): number {
  if (time.wall === undefined || time.instant !== undefined) return -1;
  const head = line.text.slice(0, TIME_WITHIN);
  for (const { index } of head.matchAll(TIME)) {
    const place = Buffer.byteLength(head.slice(0, index));
    if (wallAt(line, place) === time.wall) return place;
  }
  return -1;
}

const TIME_LENGTH = "2026-03-05 10:00:00".length;
const FRACTION_LENGTH = ",123456789".length;

/** The local time at a place, with its fraction, in milliseconds as if it were UTC. NaN if there is none. */
export function wallAt({ bytes, from, to }: RawLine, place: number): number {
  const at = from + place;
  const text = bytes.toString("latin1", at, Math.min(to, at + TIME_LENGTH + FRACTION_LENGTH));
  const fraction = /^[.,](\d+)/.exec(text.slice(TIME_LENGTH))?.[1];
  return wallOf(text.slice(0, 10), text.slice(11, TIME_LENGTH), fraction);
}
