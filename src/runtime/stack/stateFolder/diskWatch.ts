import fs from "node:fs";

/** SQLite needs room for the pages of its next commits; with less than this it fails soon. */
const MIN_FREE_BYTES = 256 * 1024;

const CHECK_EVERY_MS = 1_000;

export interface DiskWatchOptions {
  folder: string;
  /** The disk became full, or has room again. */
  changed: (isFull: boolean) => void;
}

/** Watches the disk of the state folder: a full one stops every layer, and each of them would only say "failed". */
export class DiskWatch {
  readonly #options: DiskWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #freeBytes: number;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
    this.#freeBytes = freeBytesOf(options.folder);
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY_MS).unref();
  }

  /** Undefined while there is enough room. */
  get freeBytes(): number | undefined {
    return this.isFull ? this.#freeBytes : undefined;
  }

  get isFull(): boolean {
    return this.#freeBytes < MIN_FREE_BYTES;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const { isFull: wasFull } = this;
    this.#freeBytes = freeBytesOf(this.#options.folder);
    if (this.isFull !== wasFull) this.#options.changed(this.isFull);
  }
}

/** Infinity if the system does not tell. */
function freeBytesOf(folder: string): number {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
