import type { Writable } from "node:stream";
import type { Logger } from "../../common/logger";
import { localTimestamp } from "../../common/timeZone";

type Level = "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";

/**
 * Writes lines in the backend's log format, with local time and its offset from UTC:
 * `2026-03-05 10:00:00,123+0900 [INFO] [MESSAGING-WORKER] text`. The lines of one turn of the event loop are written
 * together: at thousands of messages a second, one write per line would be the bottleneck.
 */
export class WorkerLog implements Logger {
  readonly #out: Writable;
  #pending: string[] = [];

  constructor(out: Writable) {
    this.#out = out;
  }

  debug(_text: string): void {} // the backend runs at INFO

  info(text: string): void {
    this.#write("INFO", text);
  }

  warning(text: string): void {
    this.#write("WARNING", text);
  }

  error(text: string): void {
    this.#write("ERROR", text);
  }

  critical(text: string): void {
    this.#write("CRITICAL", text);
  }

  /** Resolves when all lines so far have been handed to the system. */
  flush(): Promise<void> {
    const text = this.#take();
    return new Promise((resolve) => this.#out.write(text, () => resolve()));
  }

  #write(level: Level, text: string): void {
    if (this.#pending.length === 0) setImmediate(() => this.#out.write(this.#take()));
    this.#pending.push(`${localTimestamp(Date.now())} [${level}] [MESSAGING-WORKER] ${text}\n`);
  }

  #take(): string {
    const text = this.#pending.join("");
    this.#pending = [];
    return text;
  }
}
