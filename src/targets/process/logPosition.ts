import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";

/** So many bytes before a position tell whether a file still is the one that was read. */
const MARK_BYTES = 64;
const FORM = /^file (\d+) (\d+) ([0-9a-f]{16})$/;
/** A file that was rotated away: worker.log.1, worker.log-20260305; not one that was compressed. */
const COMPRESSED = /\.(?:gz|bz2|xz|zst|zip)$/;

/**
 * How far a log file was read. The inode alone does not tell: it stays when a file is truncated in place, and is given
 * to another file after a removal. So a digest of the bytes just before the offset goes with it.
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

  /** What `toString` wrote; undefined for anything else. */
  static parse(text: string | undefined): LogPosition | undefined {
    const [, inode, offset, digest] = FORM.exec(text ?? "") ?? [];
    return inode && offset && digest ? new LogPosition(inode, Number(offset), digest) : undefined;
  }

  /** `before`: the bytes that end at the offset, the last of them at least. */
  static at(inode: string, offset: number, before: Buffer): LogPosition {
    return new LogPosition(inode, offset, digestOf(lastBytes(before)));
  }

  toString(): string {
    return `file ${this.inode} ${this.offset} ${this.#digest}`;
  }

  /** Whether that file has, before the offset, what was read there: it is the same one, or a copy. */
  async isIn(file: FileHandle): Promise<boolean> {
    return digestOf(await bytesBefore(file, this.offset)) === this.#digest;
  }

  /** Whether it is the very file, and was not written anew. */
  async isOf(file: FileHandle): Promise<boolean> {
    return (await inodeOf(file)) === this.inode && (await this.isIn(file));
  }
}

export const lastBytes = (bytes: Buffer) => bytes.subarray(Math.max(0, bytes.length - MARK_BYTES));

/** Fewer where the file has become shorter. */
export async function bytesBefore(file: FileHandle, offset: number): Promise<Buffer> {
  const start = Math.max(0, offset - MARK_BYTES);
  const buffer = Buffer.alloc(offset - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** The file's number as text: it may be larger than a double can hold. */
export async function inodeOf(file: FileHandle): Promise<string> {
  return String((await file.stat({ bigint: true })).ino);
}

/**
 * The file that a log was rotated to, or copied to before it was truncated: the one beside it that has what was read
 * before the position. Opened; undefined where there is none.
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
