/** A line of a log: bytes of the chunk that it came in, decoded only if it is read. */
export class RawLine {
  /** 1-based. */
  readonly number: number;
  /** UTF-8, from `from` to `to`. Whoever gave them does not change them afterwards. */
  bytes: Buffer;
  from: number;
  to: number;
  /** Two hashes of the line's shape; see `LineScanner`. */
  readonly hash: number;
  readonly check: number;
  /** Set when the line was folded into the first of its flood. */
  folded?: boolean;

  constructor(number: number, bytes: Buffer, from: number, to: number, hash: number, check: number) {
    this.number = number;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.hash = hash;
    this.check = check;
  }

  get length(): number {
    return this.to - this.from;
  }

  get text(): string {
    return this.bytes.toString("utf8", this.from, this.to);
  }

  /** Whether two lines are the same from a place in each on. */
  isSameFrom(at: number, other: RawLine, otherAt: number): boolean {
    const { bytes, to } = this;
    const { bytes: others } = other;
    let place = this.from + at;
    let otherPlace = other.from + otherAt;
    if (to - place !== other.to - otherPlace) return false;
    while (place < to) if (bytes[place++] !== others[otherPlace++]) return false;
    return true;
  }
}

/** A text of its own, such as the message of a record that was read. */
export function rawLineOf(text: string, number: number): RawLine {
  const bytes = Buffer.from(text);
  return new RawLine(number, bytes, 0, bytes.length, 0, 0);
}

/** Copies lines into one buffer of their own, so that the chunks they came in can be freed. */
export function detachLines(lines: Iterable<RawLine>): void {
  const all = [...new Set(lines)];
  const own = Buffer.allocUnsafeSlow(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const line of all) {
    const { length } = line;
    line.bytes.copy(own, at, line.from, line.to);
    line.bytes = own;
    line.from = at;
    at += length;
    line.to = at;
  }
}
