import type { LineTime } from "./lineTimes";
import { detachLines, RawLine, rawLineOf } from "./lines/rawLine";
import type { Side } from "./zoneFinder";
import type { LogRecord } from "./types";

/** A record whose time is not resolved yet: the zone is known only after the whole log is read. */
export interface Held {
  record: LogRecord;
  time: LineTime;
  /** Set when the record was folded into the first of its flood. */
  folded?: boolean;
}

/** Records of one kind: they share a pattern and its significant values, or are unknown and share a shape. */
export interface Kind {
  /** Infos: only those with the same text are one flood. */
  isInfo: boolean;
  /** The key of the kind, without the side of the send. */
  base: string;
  side: Side;
  first: Held;
  count: number;
  /** The current run of foldable records. A run of infos ends where the text differs. */
  run: Run;
}

interface Run {
  /** The message that all of a run of infos repeat: a line, and where its message begins. */
  text: RawLine;
  textAt: number;
  count: number;
  members: (Held | RawLine)[];
  last: Held | RawLine;
}

/** From this many warnings, errors or unknown lines, a kind is a flood. */
const FLOOD_FROM = 20;
/** Infos are folded only if they repeat word for word: each may be about another message. */
const INFO_FLOOD_FROM = 200;

const KINDS_PER_PATTERN = 100;
const UNKNOWN_KINDS = 200;
/** Maximum characters of text and detail in the ring, in addition to the record limit. */
const RING_CHARS = 8_000_000;
/** So many chunks of the log, then the lines that are kept of them are copied. */
const CHUNKS_HELD = 32;
/** Maximum characters in the first records of kinds. Beyond that, new kinds share one. */
const KIND_CHARS = 16_000_000;

/** Holes that identify one message or person. Records that differ only in these are of one kind. */
const IDENTITIES = new Set(
  "to group_id message_id job_id trace_id log_id key student payload object actor recipient notification_id keys pid ip".split(
    " ",
  ),
);
const MODERATE = new Set(["DEBUG", "INFO"]);

/**
 * Keeps the relevant records of a log of any length: the first record of every kind, the first and last of floods, and
 * the latest records. The number of kinds and the size of the ring bound the memory.
 */
export class RecordStore {
  readonly #keep: number;
  readonly #read: (line: RawLine) => Held;
  readonly #kinds = new Map<string, Kind>();
  readonly #kindsOfPattern = new Map<string, number>();
  /** Characters of the first records of kinds, which are always kept. */
  #kindChars = 0;
  readonly #floods = new Map<Held, Run>();
  #ring: (Held | RawLine)[] = [];
  #ringChars = 0;
  #unknown = 0;
  #dropped = false;
  /** What the last unread line is a part of, and how many such chunks the unread lines may keep from being freed. */
  #chunk: Buffer | undefined;
  #chunks = 0;

  constructor(keep: number, read: (line: RawLine) => Held) {
    this.#keep = keep;
    this.#read = read;
  }

  /** The number of records that match no pattern. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Whether records were dropped. */
  get dropped(): boolean {
    return this.#dropped;
  }

  /** Until the zone is known, records that may be on different sides of the send are not folded together. */
  add(held: Held, side: Side): Kind {
    const { record } = held;
    if (!record.pattern) this.#unknown++;
    const isInfo = record.pattern !== undefined && !isSevere(record);
    const base = this.#baseOf(record, isInfo, side);
    const key = keyOf(side, base);
    const kind = this.#kinds.get(key);
    if (!kind) {
      this.#kindChars += sizeOf(held);
      const created: Kind = { isInfo, base, side, first: held, count: 1, run: newRun(held, textOf(record), 0) };
      this.#kinds.set(key, created);
      this.#keepLatest(held);
      return created;
    }
    kind.count++;
    const text = isInfo ? textOf(record) : kind.run.text;
    if (isInfo && !isSameText(kind.run, text, 0)) this.#newRun(kind, held, text, 0);
    else this.#repeat(kind.run, held, isInfo ? INFO_FLOOD_FROM : FLOOD_FROM);
    return kind;
  }

  /** Adds a line of a known kind without reading it. Its message begins at `textAt`, in bytes. */
  addUnread(kind: Kind, line: RawLine, textAt: number): void {
    if (line.bytes !== this.#chunk) this.#nextChunk(line.bytes);
    if (!kind.first.record.pattern) this.#unknown++;
    kind.count++;
    if (kind.isInfo && !isSameText(kind.run, line, textAt)) this.#newRun(kind, line, line, textAt);
    else this.#repeat(kind.run, line, kind.isInfo ? INFO_FLOOD_FROM : FLOOD_FROM);
  }

  #nextChunk(bytes: Buffer): void {
    this.#chunk = bytes;
    if (++this.#chunks < CHUNKS_HELD) return;
    this.#chunks = 0;
    detachLines(this.#rawLines());
  }

  /** Every line that is kept unread. */
  *#rawLines(): Generator<RawLine> {
    for (const held of this.#ring) if (held instanceof RawLine) yield held;
    for (const { run } of this.#kinds.values()) yield* linesOf(run);
    for (const run of this.#floods.values()) yield* linesOf(run);
  }

  #newRun(kind: Kind, held: Held | RawLine, text: RawLine, textAt: number): void {
    if (this.#isFlood(kind.run)) this.#keepLatest(kind.run.last);
    kind.run = newRun(held, text, textAt);
    this.#keepLatest(held);
  }

  /** The kept records in text order, and the floods by their first record. Call once. */
  all(isBefore: (side: Side) => boolean): { records: Held[]; floods: Map<Held, { count: number; last: Held }> } {
    this.#readAll();
    this.#joinFloods(isBefore);
    const kept = new Set<Held>(this.#floods.keys());
    for (const { first, run } of this.#kinds.values()) {
      const last = run.last as Held;
      if (!first.folded) kept.add(first);
      if (this.#isFlood(run) && !last.folded) kept.add(last);
    }
    const { length } = this.#ring;
    if (length > this.#keep) this.#dropped = true;
    for (const held of this.#ring.slice(-this.#keep)) if (!held.folded) kept.add(held as Held);
    const floods = [...this.#floods].map(([first, { count, last }]) => [first, { count, last: last as Held }] as const);
    return { records: [...kept].sort((a, b) => a.record.line - b.record.line), floods: new Map(floods) };
  }

  /** Reads the lines that are kept. */
  #readAll(): void {
    const done = new Map<RawLine, Held>();
    const asRead = (held: Held | RawLine): Held => {
      if (!(held instanceof RawLine)) return held;
      const known = done.get(held) ?? { ...this.#read(held), ...(held.folded && { folded: true }) };
      done.set(held, known);
      return known;
    };
    this.#ring = this.#ring.slice(-this.#keep - 1).map((held) => (held.folded ? held : asRead(held)));
    for (const { run } of this.#kinds.values()) run.last = asRead(run.last);
    for (const run of this.#floods.values()) run.last = asRead(run.last);
  }

  /** Merges floods of one kind on the same side of the send, now that the zone is known. */
  #joinFloods(isBefore: (side: Side) => boolean): void {
    const joined = new Map<string, Run>();
    for (const { base, side, first, run } of this.#kinds.values()) {
      if (this.#floods.get(first) !== run) continue;
      const key = keyOf(isBefore(side), base);
      const whole = joined.get(key);
      if (!whole) {
        joined.set(key, run);
        continue;
      }
      whole.count += run.count;
      const [earlier, later] = lineOf(whole.last) < lineOf(run.last) ? [whole.last, run.last] : [run.last, whole.last];
      earlier.folded = true;
      first.folded = true;
      whole.last = later;
      this.#floods.delete(first);
    }
  }

  #repeat(run: Run, held: Held | RawLine, floodFrom: number): void {
    run.count++;
    run.last = held;
    if (run.count < floodFrom) {
      run.members.push(held);
      this.#keepLatest(held);
      return;
    }
    if (run.count > floodFrom) return;
    const [first, ...others] = run.members;
    for (const member of others) member.folded = true;
    run.members = [];
    if (first && !(first instanceof RawLine)) this.#floods.set(first, run);
    else if (first) {
      first.folded = true;
      this.#floods.set(this.#read(first), run);
    }
  }

  #isFlood(run: Run): boolean {
    return run.members.length === 0;
  }

  #keepLatest(held: Held | RawLine): void {
    this.#ring.push(held);
    this.#ringChars += sizeOf(held);
    if (this.#ring.length <= 2 * this.#keep && this.#ringChars <= 2 * RING_CHARS) return;
    const live = this.#ring.filter(({ folded }) => !folded);
    let chars = 0;
    let from = live.length;
    while (from > 0 && live.length - from < this.#keep && chars < RING_CHARS) chars += sizeOf(live[--from]);
    if (from > 0) this.#dropped = true;
    this.#ring = live.slice(from);
    this.#ringChars = chars;
  }

  #baseOf(record: LogRecord, isInfo: boolean, side: Side): string {
    const pattern = `${record.pattern?.id ?? "?"}|${record.mentions.includes("mock-group") ? "mock" : ""}|`;
    if (isInfo) return pattern;
    const base = pattern + (record.pattern ? tellingValues(record) : shapeOf(record.text));
    if (this.#kinds.has(keyOf(side, base))) return base;
    const counted = keyOf(side, pattern);
    const kinds = this.#kindsOfPattern.get(counted) ?? 0;
    const isFull = kinds >= (record.pattern ? KINDS_PER_PATTERN : UNKNOWN_KINDS) || this.#kindChars > KIND_CHARS;
    if (isFull) return `${pattern}*`;
    this.#kindsOfPattern.set(counted, kinds + 1);
    return base;
  }
}

const keyOf = (side: Side, base: string) => `${String(side)}|${base}`;

/** A warning or worse, or an exception. */
function isSevere({ level, pattern, exception }: LogRecord): boolean {
  if (exception) return true;
  if (level !== undefined) return !MODERATE.has(level);
  return pattern !== undefined && pattern.level !== "info" && pattern.level !== "debug";
}

const newRun = (held: Held | RawLine, text: RawLine, textAt: number): Run => ({
  text,
  textAt,
  count: 1,
  members: [held],
  last: held,
});

const isSameText = (run: Run, line: RawLine, textAt: number) => line.isSameFrom(textAt, run.text, run.textAt);

const textOf = ({ text, line }: LogRecord) => rawLineOf(text, line);

function* linesOf({ text, members, last }: Run): Generator<RawLine> {
  yield text;
  for (const held of [...members, last]) if (held instanceof RawLine) yield held;
}

const lineOf = (held: Held | RawLine) => (held instanceof RawLine ? held.number : held.record.line);

function sizeOf(held: Held | RawLine | undefined): number {
  if (!held) return 0;
  if (held instanceof RawLine) return held.length;
  return held.record.detail.reduce((sum, line) => sum + line.length, held.record.text.length);
}

/** Numbers and IDs differ from line to line; the words don't. */
const shapeOf = (text: string) => text.slice(0, 200).replace(/(?<![\w-])[\w-]*\d[\w-]*/g, "#");

/** Holes whose numbers are codes, not amounts. */
const CODES = new Set(["code", "status", "errno"]);

function tellingValues({ values, exception }: LogRecord): string {
  let shape = exception?.type ?? "";
  for (const [name, value] of Object.entries(values)) {
    if (!IDENTITIES.has(name)) shape += `|${name}=${CODES.has(name) ? value : shapeOf(value)}`;
  }
  return shape;
}
