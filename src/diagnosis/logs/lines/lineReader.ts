import { isUtf8 } from "node:buffer";
import { type WideText, asUtf8, isPlainText, wideTextOf } from "./encoding";
import { LineScanner } from "./lineScanner";
import { RawLine } from "./rawLine";

/** Maximum part of a line that is read, in characters. The rest is only counted. */
export const LINE_CAP = 16_000;
/** The maximum for a line that contains a whole export. */
const EXPORT_CAP = 32_000_000;
/** This much of a line shows whether it contains an export. */
const HEAD_CHARACTERS = 200;
/** A character has at most so many bytes for each of its UTF-16 units. */
const BYTES = 3;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export interface LineReceiver {
  /** A line, without its line break. */
  line(line: RawLine): void;
  /** A line that is longer than `LINE_CAP` bytes; `cut` counts the characters left out. */
  long(text: string, number: number, cut: number): void;
}

/**
 * Splits a stream of text or bytes into lines, wherever the chunks end: within a character, or between CR and LF.
 * Drops a byte order mark. A UTF-16 mark (PowerShell's `>` writes one) changes the encoding. From the first chunk on that
 * is not UTF-8, each line is read in the encoding that it has.
 */
export class LineReader {
  readonly #receiver: LineReceiver;
  /** Decides by its beginning whether a line is kept up to `EXPORT_CAP`. */
  readonly #isExport: (head: string) => boolean;
  readonly #scanner = new LineScanner();
  /** Bytes too few to show the encoding. Undefined once it is known. */
  #first: Buffer | undefined = Buffer.alloc(0);
  #wide: WideText | undefined;
  #isMixed = false;
  /** The first half of a character that the text so far has not ended. */
  #half = "";
  readonly #open = new OpenLine();
  #lines = 0;

  constructor(receiver: LineReceiver, isExport: (head: string) => boolean = () => false) {
    this.#receiver = receiver;
    this.#isExport = isExport;
  }

  /** Lines so far. A last line without a line break counts after `end`. */
  get lines(): number {
    return this.#lines;
  }

  push(chunk: string | Uint8Array): void {
    if (typeof chunk !== "string") return this.#bytes(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const text = this.#half + chunk;
    this.#half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
    this.#bytes(Buffer.from(this.#half ? text.slice(0, -1) : text));
  }

  end(): void {
    if (this.#half) this.#bytes(Buffer.from(this.#half));
    if (this.#first) this.#begin(this.#first);
    if (this.#wide) this.#split(this.#wide.end());
    if (!this.#open.isEmpty) this.#emitOpen();
  }

  #bytes(chunk: Buffer): void {
    if (this.#wide) this.#split(this.#wide.push(chunk));
    else if (!this.#first) this.#split(chunk);
    else {
      const first = this.#first.length > 0 ? Buffer.concat([this.#first, chunk]) : chunk;
      if (first.length >= 3) this.#begin(first);
      else this.#first = Buffer.from(first);
    }
  }

  #begin(first: Buffer): void {
    this.#first = undefined;
    this.#wide = wideTextOf(first);
    if (this.#wide) this.#bytes(first);
    else this.#split(first.subarray(first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0));
  }

  #split(bytes: Buffer): void {
    const { length } = bytes;
    this.#isMixed ||= !isPlainText(bytes);
    let from = 0;
    if (!this.#open.isEmpty) {
      const end = bytes.indexOf(LINE_FEED);
      this.#open.add(bytes, 0, end < 0 ? length : end, this.#isExport);
      if (end < 0) return;
      this.#emitOpen();
      from = end + 1;
    }
    while (from < length) {
      const end = this.#scanner.scan(bytes, from, length);
      if (end === length) return this.#open.add(bytes, from, length, this.#isExport);
      if (end - from > LINE_CAP) {
        this.#open.add(bytes, from, end, this.#isExport);
        this.#emitOpen();
      } else this.#emit(bytes, from, end);
      from = end + 1;
    }
  }

  #emit(chunk: Buffer, begin: number, end: number): void {
    const line = this.#isMixed ? asUtf8(chunk.subarray(begin, end)) : undefined;
    if (line) this.#scanner.scan(line, 0, line.length);
    const [bytes, from] = line ? [line, 0] : [chunk, begin];
    let to = line ? line.length : end;
    while (to > from && bytes[to - 1] === CARRIAGE_RETURN) to--;
    const { hash, check } = this.#scanner;
    this.#receiver.line(new RawLine(++this.#lines, bytes, from, to, hash, check));
  }

  #emitOpen(): void {
    const { bytes, cap, left } = this.#open.take();
    // In small chunks, every one may look like part of a character.
    this.#isMixed ||= left === 0 && !isUtf8(bytes);
    if (left === 0 && bytes.length <= LINE_CAP) {
      this.#scanner.scan(bytes, 0, bytes.length);
      return this.#emit(bytes, 0, bytes.length);
    }
    let text = (this.#isMixed ? asUtf8(bytes) : bytes).toString("utf8");
    while (text.endsWith("\r")) text = text.slice(0, -1);
    const cut = left + Math.max(0, text.length - cap);
    this.#receiver.long(text.slice(0, cap), ++this.#lines, cut);
  }
}

/** The pieces of a line that spans chunks, or is long. Of a line beyond its cap the rest is only counted. */
class OpenLine {
  #pieces: Buffer[] = [];
  #length = 0;
  /** Characters that were not kept. */
  #left = 0;
  #cap: number | undefined;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(bytes: Buffer, from: number, to: number, isExport: (head: string) => boolean): void {
    if (from === to) return;
    if (this.#cap === undefined && this.#length + to - from > LINE_CAP) {
      const head = Buffer.concat([...this.#pieces, bytes.subarray(from, Math.min(to, from + BYTES * HEAD_CHARACTERS))]);
      const isWide = isExport(head.toString("utf8", 0, BYTES * HEAD_CHARACTERS).slice(0, HEAD_CHARACTERS));
      this.#cap = isWide ? EXPORT_CAP : LINE_CAP;
    }
    // One more for the CR of a line of exactly the cap.
    const room = BYTES * ((this.#cap ?? LINE_CAP) + 1) - this.#length;
    const kept = Math.max(0, Math.min(to, from + room) - from);
    if (kept > 0) this.#pieces.push(bytes.subarray(from, from + kept));
    this.#length += kept;
    for (let at = from + kept; at < to; at++) this.#left += unitsOf(bytes[at] ?? 0);
  }

  take(): { bytes: Buffer; cap: number; left: number } {
    const [only, ...others] = this.#pieces;
    const bytes = others.length === 0 && only ? only : Buffer.concat(this.#pieces);
    const line = { bytes, cap: this.#cap ?? LINE_CAP, left: this.#left };
    this.#pieces = [];
    this.#length = 0;
    this.#left = 0;
    this.#cap = undefined;
    return line;
  }
}

/** The UTF-16 units that begin with a byte of UTF-8. */
const unitsOf = (byte: number) => (byte >= 0xf0 ? 2 : (byte & 0xc0) === 0x80 ? 0 : 1);
