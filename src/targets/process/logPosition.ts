import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";

/** This many bytes before a position identify the file that was read. */
const MARK_BYTES = 64;
const FORM = /^file (\d+) (\d+) ([0-9a-f]{16})$/;
/** Compressed copies are skipped; plain ones are worker.log.1, worker.log-20260305. */
const COMPRESSED = /\.(?:gz|bz2|xz|zst|zip)$/;

/**
 * How far a log file was read. The inode is not enough: it stays when a file is truncated in place, and is reused after
 * a removal. So the position also has a digest of the bytes just before the offset.
 */
export class LogPosition {
  readonly inode: string;
  readonly offset: number;
  readonly #digest: string;

  private constructor(inode: string, offset: number, digest: string) {
    this.inode = inode;
    this.offset = offset;
    this.#digest = digest;
  }

  /** Parses the output of `toString`; undefined for anything else. */
  static parse(text: string | undefined): LogPosition | undefined {
    const [, inode, offset, digest] = FORM.exec(text ?? "") ?? [];
    return inode && offset && digest ? new LogPosition(inode, Number(offset), digest) : undefined;
  }

  /** `before`: the bytes that end at the offset, at least the last of them. */
  static at(inode: string, offset: number, before: Buffer): LogPosition {
    return new LogPosition(inode, offset, digestOf(lastBytes(before)));
  }

  toString(): string {
    return `file ${this.inode} ${this.offset} ${this.#digest}`;
  }

  /** Whether the file still contains, before the offset, what was read there: it is the same file or a copy. */
  async isIn(file: FileHandle): Promise<boolean> {
    return digestOf(await bytesBefore(file, this.offset)) === this.#digest;
  }

  /** Whether it is the same file and was not rewritten. */
  async isOf(file: FileHandle): Promise<boolean> {
    return (await inodeOf(file)) === this.inode && (await this.isIn(file));
  }
}

export const lastBytes = (bytes: Buffer) => bytes.subarray(Math.max(0, bytes.length - MARK_BYTES));

/** Returns fewer bytes if the file has become shorter. */
export async function bytesBefore(file: FileHandle, offset: number): Promise<Buffer> {
  const start = Math.max(0, offset - MARK_BYTES);
  const buffer = Buffer.alloc(offset - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** The inode as text: it may exceed a double's precision. */
export async function inodeOf(file: FileHandle): Promise<string> {
  return String((await file.stat({ bigint: true })).ino);
}

/**
 * Finds the file that a log was rotated to, or copied to before truncation: the sibling that contains what was read
 * before the position. Returns it open; undefined if there is none.
 */
export async function openRotated(logFile: string, position: LogPosition): Promise<FileHandle | undefined> {
  const folder = path.dirname(logFile);
  const base = path.basename(logFile);
  const names = await fs.readdir(folder).catch(() => []);
  let copy: FileHandle | undefined;
  for (const name of names.filter((each) => each !== base && each.startsWith(base) && !COMPRESSED.test(each))) {
    const file = await fs.open(path.join(folder, name), "r").catch(() => undefined);
    if (!file) continue;
    if (await position.isOf(file)) {
      await copy?.close();
      return file;
    }
    if (!copy && position.offset > 0 && (await position.isIn(file))) copy = file;
    else await file.close();
  }
  return copy;
}
