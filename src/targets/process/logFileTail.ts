import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { TailEntry } from "../environment";
import { InterruptibleSleep } from "../looking/interruptibleSleep";
import { FolderWatch } from "../../common/folderWatch";
import { LineSplitter } from "./lineSplitter";
import type { FileLine } from "./lineSplitter";
import { instantOfLine } from "./lineTime";
import { zoneOfLogFile } from "./logFileZone";
import { bytesBefore, inodeOf, LogPosition, openRotated } from "./logPosition";

const CHUNK_BYTES = 64 * 1024;

/** An open log file and how far it was read. */
interface OpenLog {
  file: FileHandle;
  inode: string;
  /** End of the last complete line read. */
  position: LogPosition;
  /** End of everything read, including an incomplete last line. */
  readTo: number;
  splitter: LineSplitter;
}

/**
 * Follows a log file as `tail -F` does, by file system events.
 *
 *     missing ──it appears──▶ reading ──another file has its name──▶ the rest of the old one, gap rotated ──▶ reading
 *        ▲                      │  └──truncated in place──▶ the rest from its copy, gap rotated ──▶ reading from 0
 *        └─── (not there) ◀─────┘ removed: the open file is read on until another one has its name
 *
 * A file counts as truncated if it is shorter, or no longer contains the bytes read just before the position. Lines in
 * a rotated copy that was removed or compressed meanwhile are lost.
 */
export class LogFileTail {
  readonly #path: string;
  readonly #signal: AbortSignal;
  /** The configured zone; else it is derived from the file. */
  readonly #timeZone: string | undefined;
  readonly #wakeup = new InterruptibleSleep();
  #log: OpenLog | undefined;
  #seq = 0;

  constructor(path: string, signal: AbortSignal, timeZone?: string) {
    this.#path = path;
    this.#signal = signal;
    this.#timeZone = timeZone;
  }

  /**
   * Runs until the signal. Without a position it starts at the file's present end; a file that appears later is read
   * from its beginning.
   */
  async *entries(position: string | undefined): AsyncGenerator<TailEntry> {
    if (this.#signal.aborted) return;
    // Checked before the first await: anything written from now on is new.
    const isThere = existsSync(this.#path);
    const watch = new FolderWatch(this.#path, this.#wakeup.wake);
    this.#signal.addEventListener("abort", this.#wakeup.wake);
    try {
      yield* this.#begin(LogPosition.parse(position), isThere);
      while (!this.#signal.aborted) {
        if (this.#log) yield* this.#read(this.#log);
        yield* this.#change();
        await this.#wakeup.sleep();
      }
    } finally {
      this.#signal.removeEventListener("abort", this.#wakeup.wake);
      watch.close();
      await this.#log?.file.close();
    }
  }

  async *#begin(position: LogPosition | undefined, isThere: boolean): AsyncGenerator<TailEntry> {
    const file = await openIfThere(this.#path);
    if (position && !(file && (await position.isOf(file)))) {
      yield* this.#restOf(position);
      yield rotated();
      this.#log = file && (await openLog(file, 0));
    } else {
      this.#log = file && (await openLog(file, position?.offset ?? (isThere ? await lineStart(file) : 0)));
    }
  }

  /** The lines after the position that are in the rotated or copied file. */
  async *#restOf(position: LogPosition): AsyncGenerator<TailEntry> {
    const file = await openRotated(this.#path, position);
    if (!file) return;
    const log = await openLog(file, position.offset);
    try {
      yield* this.#read(log);
      yield* this.#entries(log, log.splitter.end());
    } finally {
      await file.close();
    }
  }

  async *#read(log: OpenLog): AsyncGenerator<TailEntry> {
    for (;;) {
      const buffer = Buffer.alloc(CHUNK_BYTES);
      const { bytesRead } = await log.file.read(buffer, 0, CHUNK_BYTES, log.readTo);
      if (bytesRead === 0 || this.#signal.aborted) return;
      // Order matters: checks after reading that the text was not replaced meanwhile.
      if (!(await log.position.isIn(log.file))) return;
      log.readTo += bytesRead;
      yield* this.#entries(log, log.splitter.split(buffer.subarray(0, bytesRead)));
    }
  }

  /** Handles any change to the file other than growth. */
  async *#change(): AsyncGenerator<TailEntry> {
    const log = this.#log;
    if (log && !(await log.position.isIn(log.file))) {
      yield* this.#restOf(log.position);
      yield rotated();
      this.#log = await openLog(log.file, 0);
      this.#wakeup.wake();
      return;
    }
    // Only an incomplete line was taken back.
    if (log && (await log.file.stat()).size < log.readTo) this.#log = await openLog(log.file, log.position.offset);
    const current = await openIfThere(this.#path);
    if (!current) return;
    if (log && (await inodeOf(current)) === log.inode) return await current.close();
    if (log) {
      yield* this.#read(log); // lines written between the last read and the rename
      yield* this.#entries(log, log.splitter.end());
      await log.file.close();
      yield rotated();
    }
    this.#log = await openLog(current, 0);
    this.#wakeup.wake();
  }

  async *#entries(log: OpenLog, lines: readonly FileLine[]): AsyncGenerator<TailEntry> {
    if (lines.length === 0) return;
    const zone = this.#timeZone ?? (await zoneOfLogFile(log.file));
    for (const { text, bytes, before } of lines) {
      log.position = LogPosition.at(log.inode, log.position.offset + bytes, before);
      const line = { seq: ++this.#seq, at: instantOfLine(text, zone) ?? Date.now(), text };
      yield { kind: "line", line, position: log.position.toString() };
    }
  }
}

const rotated = (): TailEntry => ({ kind: "gap", at: Date.now(), reason: "rotated" });

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await fs.open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function openLog(file: FileHandle, offset: number): Promise<OpenLog> {
  const [inode, before] = [await inodeOf(file), await bytesBefore(file, offset)];
  const position = LogPosition.at(inode, offset, before);
  return { file, inode, position, readTo: offset, splitter: new LineSplitter(before) };
}

/** The end of the last complete line: does not split a line that is being written. */
async function lineStart(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const start = Math.max(0, size - CHUNK_BYTES);
  const buffer = Buffer.alloc(size - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  const end = buffer.subarray(0, bytesRead).lastIndexOf("\n");
  return end < 0 ? (start === 0 ? 0 : size) : start + end + 1;
}
