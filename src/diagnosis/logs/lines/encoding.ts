import { isUtf8 } from "node:buffer";

/** A character of UTF-8 has at most so many bytes after its first. */
const MOST_CONTINUED = 3;
/** Of the units of a line in UTF-16, so many at least have a NUL: digits, blanks and Latin letters. One of: */
const UNITS_OF_A_NUL = 4;

const utf16 = new TextDecoder("utf-16le");
/** Windows in Korean writes CP949, which this decoder reads. */
const korean = new TextDecoder("euc-kr", { fatal: true });

/** Whether every line of a chunk is text in UTF-8. The chunk may begin and end within a character. */
export function isPlainText(chunk: Buffer): boolean {
  if (chunk.includes(0)) return false;
  let from = 0;
  while (from < MOST_CONTINUED && isContinuation(chunk[from])) from++;
  let to = chunk.length;
  while (to > from && chunk.length - to < MOST_CONTINUED && isContinuation(chunk[to - 1])) to--;
  if (to > from && (chunk[to - 1] ?? 0) >= 0xc0) to--;
  else to = chunk.length;
  return isUtf8(chunk.subarray(from, to));
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** A line of unknown encoding as UTF-8: UTF-16 or CP949 where it is that, otherwise the same bytes. */
export function asUtf8(line: Buffer): Buffer {
  let from = 0;
  // The high byte of a line feed in UTF-16, or the hole that truncating an open log leaves.
  while (from < line.length && line[from] === 0) from++;
  const text = line.subarray(from);
  if (text.includes(0)) return isUtf16(text) ? Buffer.from(utf16.decode(text.subarray(0, text.length & ~1))) : text;
  if (isUtf8(text)) return text;
  try {
    return Buffer.from(korean.decode(text));
  } catch {
    return text;
  }
}

/** Low bytes first: the high byte of a Latin letter is a NUL, the low byte never. */
function isUtf16(text: Buffer): boolean {
  let nuls = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== 0) continue;
    if (at % 2 === 0) return false;
    nuls++;
  }
  return nuls * 2 * UNITS_OF_A_NUL >= text.length - 1;
}

/** A text of unknown encoding. Each line may have its own. */
export function textOfBytes(bytes: Buffer): string {
  const wide = wideTextOf(bytes);
  if (wide) return Buffer.concat([wide.push(bytes), wide.end()]).toString("utf8");
  if (isPlainText(bytes)) return bytes.toString("utf8").replace(/^\uFEFF/, "");
  const lines: string[] = [];
  for (let from = 0; from <= bytes.length;) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end;
    lines.push(asUtf8(bytes.subarray(from, to)).toString("utf8"));
    from = to + 1;
  }
  return lines.join("\n").replace(/^\uFEFF/, "");
}

/** The decoder of a text that begins with the mark of UTF-16. Undefined if it does not. */
export function wideTextOf(first: Buffer): WideText | undefined {
  if (first[0] === 0xff && first[1] === 0xfe) return new WideText(false);
  return first[0] === 0xfe && first[1] === 0xff ? new WideText(true) : undefined;
}

/** Text of UTF-16 has NULs, or bytes that UTF-8 does not allow. */
const isAppended = (line: Buffer) => isUtf8(line) && !line.includes(0);

/** A longer line is UTF-16: it is not kept to see how it ends. */
const LONGEST_LINE = 200_000;

/**
 * Turns UTF-16 into UTF-8, chunk by chunk. Lines that another program appended in UTF-8 stay as they are: such a line
 * has no NUL.
 */
export class WideText {
  readonly #isBigEndian: boolean;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  /** The last line was in UTF-8. */
  #isAppending = false;
  /** The begun line. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(isBigEndian: boolean) {
    this.#isBigEndian = isBigEndian;
    this.#decoder = new TextDecoder(isBigEndian ? "utf-16be" : "utf-16le");
  }

  push(chunk: Buffer): Buffer {
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const lines: Buffer[] = [];
    let from = 0;
    let feed = all.indexOf(10);
    // Of a line whose characters have bytes of a line feed, its first piece shows that it is UTF-16.
    let isWide = false;
    for (; feed >= 0 && feed + 1 < all.length; feed = all.indexOf(10, Math.max(from, feed + 1))) {
      const end = this.#endOfWide(all, from, feed);
      isWide ||= feed === from ? !this.#isAppending : !isAppended(all.subarray(from, feed));
      if (end === undefined && isWide) continue;
      lines.push(end === undefined ? all.subarray(from, feed + 1) : this.#decoded(all.subarray(from, end)));
      this.#isAppending = end === undefined;
      isWide = false;
      from = end ?? feed + 1;
    }
    if (all.length - from > LONGEST_LINE) {
      const end = from + ((all.length - from) & ~1);
      lines.push(this.#decoded(all.subarray(from, end)));
      from = end;
    }
    this.#rest = Buffer.from(all.subarray(from));
    return Buffer.concat(lines);
  }

  end(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return isAppended(rest) ? rest : this.#decoded(rest.subarray(0, rest.length & ~1));
  }

  /** Where a line of UTF-16 ends whose line feed is at `feed`. Undefined if the byte is half of another character. */
  #endOfWide(all: Buffer, from: number, feed: number): number | undefined {
    const isSecond = (feed - from) % 2 === 1;
    if (this.#isBigEndian) return isSecond && all[feed - 1] === 0 ? feed + 1 : undefined;
    return !isSecond && all[feed + 1] === 0 ? feed + 2 : undefined;
  }

  #decoded = (bytes: Buffer) => Buffer.from(this.#decoder.decode(bytes));
}
