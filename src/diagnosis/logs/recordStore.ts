import type { LineTime } from "./lineTimes";
import type { Side } from "./zoneFinder";
import type { LogRecord } from "./types";

/** A record whose time is not resolved yet: the zone is known only when the log has been read. */
export interface Held {
  record: LogRecord;
  time: LineTime;
  /** Set when it was folded into the first of its flood. */
  folded?: boolean;
}

/** Records of one kind: of one pattern with the same telling values, or unknown ones of one shape. */
interface Kind {
  /** What the kind is told by, but for the side of the send. */
  base: string;
  side: Side;
  first: Held;
  count: number;
  /** The present run of foldable records; of infos it ends where the text differs. */
  run: Run;
}

interface Run {
  text: string;
  count: number;
  members: Held[];
  last: Held;
}

/** So many warnings, errors or unknown lines of a kind are a flood. */
const FLOOD_FROM = 20;
/** Infos are folded only where they repeat word for word: each may be another message's. */
const INFO_FLOOD_FROM = 200;

const KINDS_PER_PATTERN = 100;
const UNKNOWN_KINDS = 200;
/** Characters of text and detail that the ring may hold, besides the number of records. */
const RING_CHARS = 8_000_000;
/** Characters that the first records of kinds may hold; later ones are one kind. */
const KIND_CHARS = 16_000_000;

/** Holes that name one message or person: records that differ only in them are of one kind. */
const IDENTITIES = new Set(
  "to group_id message_id job_id trace_id log_id key student payload object actor recipient notification_id keys pid ip".split(
    " ",
  ),
);
const MODERATE = new Set(["DEBUG", "INFO"]);

/**
 * Keeps what decides of a log of any length: the first record of every kind, first and last of floods, and the latest
 * records. Memory is bounded by the number of kinds and the size of the ring.
 */
export class RecordStore {
  readonly #keep: number;
  readonly #kinds = new Map<string, Kind>();
  readonly #kindsOfPattern = new Map<string, number>();
  /** Of the first records of kinds, which are kept. */
  #kindChars = 0;
  readonly #floods = new Map<Held, Run>();
  #ring: Held[] = [];
  #ringChars = 0;
  #unknown = 0;
  #dropped = false;

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Records that no pattern fits. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Records were let go. */
  get dropped(): boolean {
    return this.#dropped;
  }

  /** Records that may lie on different sides of the send are not folded together before the zone is known. */
  add(held: Held, side: Side): void {
    const { record } = held;
    if (!record.pattern) this.#unknown++;
    const isInfo = record.pattern !== undefined && !isSevere(record);
    const base = this.#baseOf(record, isInfo, side);
    const key = keyOf(side, base);
    const kind = this.#kinds.get(key);
    if (!kind) {
      this.#kindChars += sizeOf(held);
      this.#kinds.set(key, { base, side, first: held, count: 1, run: newRun(held) });
      this.#keepLatest(held);
      return;
    }
    kind.count++;
    if (isInfo && kind.run.text !== record.text) {
      if (this.#isFlood(kind.run)) this.#keepLatest(kind.run.last);
      kind.run = newRun(held);
      this.#keepLatest(held);
      return;
    }
    this.#repeat(kind.run, held, isInfo ? INFO_FLOOD_FROM : FLOOD_FROM);
  }

  /** What was kept, in the order of the text, and the floods by their first record. Call once. */
  all(isBefore: (side: Side) => boolean): { records: Held[]; floods: Map<Held, { count: number; last: Held }> } {
    this.#joinFloods(isBefore);
    const kept = new Set<Held>(this.#floods.keys());
    for (const { first, run } of this.#kinds.values()) {
      if (!first.folded) kept.add(first);
      if (this.#isFlood(run) && !run.last.folded) kept.add(run.last);
    }
    const { length } = this.#ring;
    if (length > this.#keep) this.#dropped = true;
    for (const held of this.#ring.slice(-this.#keep)) if (!held.folded) kept.add(held);
    return { records: [...kept].sort((a, b) => a.record.line - b.record.line), floods: new Map(this.#floods) };
  }

  /** Now that the zone is known: floods of one kind on the same side of the send are one. */
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
      const [earlier, later] =
        whole.last.record.line < run.last.record.line ? [whole.last, run.last] : [run.last, whole.last];
      earlier.folded = true;
      first.folded = true;
      whole.last = later;
      this.#floods.delete(first);
    }
  }

  #repeat(run: Run, held: Held, floodFrom: number): void {
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
    if (first) this.#floods.set(first, run);
  }

  #isFlood(run: Run): boolean {
    return run.members.length === 0;
  }

  #keepLatest(held: Held): void {
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

const newRun = (held: Held): Run => ({ text: held.record.text, count: 1, members: [held], last: held });

const sizeOf = (held: Held | undefined) =>
  held ? held.record.detail.reduce((sum, line) => sum + line.length, held.record.text.length) : 0;

/** Numbers and ids differ from line to line, the words don't. */
const shapeOf = (text: string) => text.slice(0, 200).replace(/(?<![\w-])[\w-]*\d[\w-]*/g, "#");

/** Numbers that are codes, not amounts. */
const CODES = new Set(["code", "status", "errno"]);

function tellingValues({ values, exception }: LogRecord): string {
  let shape = exception?.type ?? "";
  for (const [name, value] of Object.entries(values)) {
    if (!IDENTITIES.has(name)) shape += `|${name}=${CODES.has(name) ? value : shapeOf(value)}`;
  }
  return shape;
}
