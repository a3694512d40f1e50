import { lastBytes } from "./logPosition";

/** Longer lines are cut, so that foreign output cannot exhaust memory. */
const MAX_LINE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

export interface FileLine {
  text: string;
  /** Length in the file, including its newline. */
  bytes: number;
  /** The last bytes up to the line's end, for a position there. */
  before: Buffer;
}

/** Splits a file's bytes into lines; an incomplete line waits for its rest. */
export class LineSplitter {
  #pieces: Buffer[] = [];
  #kept = 0;
  #bytes = 0;
  #before: Buffer;

  /** `before`: the bytes before the first one passed in. */
  constructor(before: Buffer) {
    this.#before = before;
  }

  split(chunk: Buffer): FileLine[] {
    const lines: FileLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end + 1));
      lines.push(this.#take());
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The incomplete last line, once nothing more can follow. */
  end(): FileLine[] {
    return this.#bytes > 0 ? [this.#take()] : [];
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length;
    this.#before = lastBytes(Buffer.concat([this.#before, lastBytes(piece)]));
    const kept = piece.subarray(0, MAX_LINE_BYTES - this.#kept);
    if (kept.length > 0) this.#pieces.push(kept);
    this.#kept += kept.length;
  }

  #take(): FileLine {
    const line = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    let end = line.length;
    if (line[end - 1] === NEWLINE) end--;
    if (line[end - 1] === RETURN) end--;
    const taken = { text: line.toString("utf8", 0, end), bytes: this.#bytes, before: this.#before };
    this.#pieces = [];
    this.#kept = 0;
    this.#bytes = 0;
    return taken;
  }
}
