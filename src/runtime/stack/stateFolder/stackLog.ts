import fs from "node:fs";
import type { Logger } from "../../../common/logger";
import { maskStart } from "../../../common/masking";

/** A longer log is moved to `stack.log.1` and replaces the previous one. */
export const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** The first ones and the latest ones are kept. */
const MAX_NOTICES = 50;

/** Longer than any stack trace. */
const LONGEST_TEXT = 20_000;

const STDERR = 2;

/** The log of the stack's process: its stderr, which the launcher redirects to a file. */
export class StackLog implements Logger {
  /** Warnings so far, to show to the user. */
  readonly notices: string[] = [];
  readonly #file: string;
  readonly #descriptor: number;
  #bytes: number;

  /** `descriptor`: open for appending to `file`, which may also be a terminal. */
  constructor(file: string, descriptor = STDERR) {
    this.#file = file;
    this.#descriptor = descriptor;
    this.#bytes = this.#size();
  }

  debug(): void {}

  info(text: string): void {
    this.#write("INFO", text);
  }

  warning(text: string): void {
    this.notices.push(text.replace(/^\[\w+\] /, ""));
    if (this.notices.length > MAX_NOTICES) this.notices.splice(MAX_NOTICES / 2, 1);
    this.#write("WARNING", text);
  }

  error(text: string): void {
    this.#write("ERROR", text);
  }

  #write(level: string, text: string): void {
    const line = `${new Date().toISOString()} [${level}] [stack] ${maskStart(text, LONGEST_TEXT)}\n`;
    this.#bytes += Buffer.byteLength(line);
    try {
      if (this.#bytes > MAX_LOG_BYTES) this.#putAside();
      fs.writeSync(this.#descriptor, line);
    } catch {
      // A full disk takes no line; whatever fails for it says so itself.
    }
  }

  #putAside(): void {
    this.#bytes = 0;
    if (this.#size() === 0) return; // not a file
    fs.copyFileSync(this.#file, `${this.#file}.1`);
    fs.ftruncateSync(this.#descriptor);
  }

  #size(): number {
    const stats = fs.fstatSync(this.#descriptor);
    return stats.isFile() ? stats.size : 0;
  }
}
