import fs from "node:fs";
import type { Logger } from "../../../common/logger";
import { maskStart } from "../../../common/masking";

/** A longer log is put aside as `stack.log.1`, in place of the one before. */
const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** More than any stack trace has. */
const LONGEST_TEXT = 20_000;

const STDERR = 2;

/** The log of the stack's process: its stderr, which the launcher made a file. */
export class StackLog implements Logger {
  /** Warnings so far, for a person to read. */
  readonly notices: string[] = [];
  readonly #file: string;
  #bytes: number;

  constructor(file: string) {
    this.#file = file;
    this.#bytes = sizeOfStderr();
  }

  debug(): void {}

  info(text: string): void {
    this.#write("INFO", text);
  }

  warning(text: string): void {
    this.notices.push(text.replace(/^\[\w+\] /, ""));
    this.#write("WARNING", text);
  }

  error(text: string): void {
    this.#write("ERROR", text);
  }

  #write(level: string, text: string): void {
    const line = `${new Date().toISOString()} [${level}] [stack] ${maskStart(text, LONGEST_TEXT)}\n`;
    this.#bytes += Buffer.byteLength(line);
    if (this.#bytes > MAX_LOG_BYTES) this.#putAside();
    process.stderr.write(line);
  }

  #putAside(): void {
    this.#bytes = 0;
    if (sizeOfStderr() === 0) return; // no file
    fs.copyFileSync(this.#file, `${this.#file}.1`);
    fs.ftruncateSync(STDERR);
  }
}

function sizeOfStderr(): number {
  const stats = fs.fstatSync(STDERR);
  return stats.isFile() ? stats.size : 0;
}
