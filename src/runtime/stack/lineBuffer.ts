import type { Logger } from "../../common/logger";
import { TextLines } from "../../common/text/textLines";
import { RecentItems } from "./recentItems";

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
export class LineBuffer extends RecentItems<LogLine> {
  constructor(log: Logger) {
    super(KEPT_LINES, "lines", log);
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
    this.addNext((seq) => ({ seq, at: Date.now(), text: text.slice(0, MAX_LINE) }));
  }
}
