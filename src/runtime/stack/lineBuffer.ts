import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";
import { TextLines } from "../../common/text/textLines";

/** One line of a process's output. `at` is when it was read, in milliseconds since the Unix epoch. */
export interface LogLine {
  seq: number;
  at: number;
  text: string;
}

/** One stream of output, cut into lines. */
export interface LineInput {
  /** Takes a chunk of output; an incomplete last line waits for its rest. */
  write(chunk: string): void;
  /** Ends an incomplete line, as when the process ends. */
  end(): void;
}

const KEPT_LINES = 10_000;

/** Longer lines are cut: foreign output must not exhaust the memory. */
const MAX_LINE = 64 * 1024;

/** The newest lines of one log, and its subscribers. */
export class LineBuffer {
  readonly #lines: LogLine[] = [];
  readonly #added: Signal<LogLine>;
  #seq = 0;

  constructor(log: Logger) {
    this.#added = new Signal((error) => log.error(`a follower of lines failed: ${messageOf(error)}`));
  }

  /** Each stream has its own input: half a line of stdout never joins half a line of stderr. */
  input(): LineInput {
    const lines = new TextLines(MAX_LINE);
    return {
      write: (chunk) => lines.read(chunk).forEach((line) => this.add(line)),
      end: () => lines.end().forEach((line) => this.add(line)),
    };
  }

  add(text: string): void {
    const line = { seq: ++this.#seq, at: Date.now(), text: text.slice(0, MAX_LINE) };
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES * 1.1) this.#lines.splice(0, this.#lines.length - KEPT_LINES);
    this.#added.fire(line);
  }

  since(seq: number): LogLine[] {
    const first = this.#lines[0]?.seq ?? 0;
    return this.#lines.slice(Math.max(0, seq + 1 - first));
  }

  /** Returns a function that unsubscribes. */
  subscribe(listener: (line: LogLine) => void): () => void {
    const { dispose } = this.#added.subscribe(listener);
    return () => void dispose();
  }
}
