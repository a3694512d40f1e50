import { FrameDecoder } from "./frameDecoder";
import type { OutputName } from "./frameDecoder";
import { readEngineTime } from "./engineTime";
import type { EngineTime } from "./engineTime";

/** A line of a container's log as the engine stored it. */
export interface EngineLogRecord {
  output: OutputName;
  time: EngineTime;
  text: string;
}

/** Longer lines are cut, so that foreign output cannot exhaust memory. */
const MAX_LINE_BYTES = 256 * 1024;
/** The engine splits longer lines into pieces of this many bytes, each with the time of the first. */
const PIECE_BYTES = 16 * 1024;
const TIME_BYTES = "2026-03-05T01:00:00.123456789+09:00".length;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;

/** Assembles lines from the bytes of a log stream read with `timestamps`. */
export interface RecordReader {
  /** @throws Error if the bytes are not in the engine's format */
  read(chunk: Buffer): EngineLogRecord[];
  /** A last line without a newline, at the end of the stream. */
  end(): EngineLogRecord[];
}

/** `terminal`: the container has a terminal (`Config.Tty`), so its log is not framed. */
export const recordReader = (terminal: boolean): RecordReader =>
  terminal ? new TerminalRecords() : new FramedRecords();

/** The pieces of one line. They are joined as bytes: a piece may end in the middle of a character. */
class OpenLine {
  readonly #pieces: Buffer[] = [];
  #kept = 0;
  #lastPieceBytes = 0;

  constructor(readonly time: string) {}

  /** A piece continues the line if it has the same time, or if the previous one was cut for its length. */
  goesOnWith(time: string): boolean {
    return time === this.time || this.#lastPieceBytes >= PIECE_BYTES;
  }

  add(piece: Buffer): void {
    this.#lastPieceBytes = piece.length;
    const kept = piece.subarray(0, MAX_LINE_BYTES - this.#kept);
    this.#kept += kept.length;
    if (kept.length > 0) this.#pieces.push(kept);
  }

  record(output: OutputName): EngineLogRecord {
    const time = readEngineTime(this.time);
    if (time === undefined) throw new Error("a log line without a time");
    const bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    let end = bytes.length;
    if (bytes[end - 1] === NEWLINE) end--;
    if (bytes[end - 1] === RETURN) end--;
    return { output, time, text: bytes.toString("utf8", 0, end) };
  }
}

/** One frame is one line or one piece of it; only the last piece ends with a newline. */
class FramedRecords implements RecordReader {
  readonly #decoder = new FrameDecoder();
  readonly #open = new Map<OutputName, OpenLine>();

  read(chunk: Buffer): EngineLogRecord[] {
    const records: EngineLogRecord[] = [];
    for (const { output, payload } of this.#decoder.decode(chunk)) {
      const space = payload.indexOf(SPACE);
      const time = payload.toString("latin1", 0, Math.max(0, space));
      const piece = payload.subarray(space + 1);
      let line = this.#open.get(output);
      if (line && !line.goesOnWith(time)) {
        // The process ended in the middle of a line, and the next one started.
        records.push(line.record(output));
        line = undefined;
      }
      line ??= new OpenLine(time);
      line.add(piece);
      if (piece.at(-1) === NEWLINE) {
        records.push(line.record(output));
        this.#open.delete(output);
      } else {
        this.#open.set(output, line);
      }
    }
    return records;
  }

  end(): EngineLogRecord[] {
    const records = [...this.#open].map(([output, line]) => line.record(output));
    this.#open.clear();
    return records;
  }
}

/** Lines end with CR LF; the pieces of a long line follow each other unmarked, each preceded by the time. */
class TerminalRecords implements RecordReader {
  #pieces: Buffer[] = [];
  #bytes = 0;

  read(chunk: Buffer): EngineLogRecord[] {
    const records: EngineLogRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end + 1));
      records.push(this.#line());
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    return records;
  }

  end(): EngineLogRecord[] {
    return this.#bytes > 0 ? [this.#line()] : [];
  }

  #keep(piece: Buffer): void {
    // Leaves room for the times that are removed later.
    const kept = piece.subarray(0, MAX_LINE_BYTES + 16 * TIME_BYTES - this.#bytes);
    this.#bytes += kept.length;
    if (kept.length > 0) this.#pieces.push(kept);
  }

  #line(): EngineLogRecord {
    const bytes = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    const space = bytes.indexOf(SPACE);
    const prefix = bytes.subarray(0, space + 1);
    const line = new OpenLine(prefix.toString("latin1", 0, Math.max(0, space)));
    let start = prefix.length;
    for (let next = nextPrefix(bytes, prefix, start); next >= 0; next = nextPrefix(bytes, prefix, start)) {
      line.add(bytes.subarray(start, next));
      start = next + prefix.length;
    }
    line.add(bytes.subarray(start));
    return line.record("stdout");
  }
}

/** Where the line's own time is repeated after a full piece. */
const nextPrefix = (bytes: Buffer, prefix: Buffer, start: number) =>
  prefix.length === 0 ? -1 : bytes.indexOf(prefix, start + PIECE_BYTES);
