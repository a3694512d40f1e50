import { BEGINNING, readEngineTime, sinceOf } from "./engineTime";
import type { EngineTime } from "./engineTime";
import type { OutputName } from "./frameDecoder";
import type { EngineLogRecord } from "./recordReader";

/** How far one output was delivered. */
interface Mark {
  /** Time of its newest line. */
  time: EngineTime;
  /** Number of delivered lines with exactly that time. */
  lines: number;
  /** Number of lines with that time in the current pass. */
  met: number;
  /** Text of the first of them. */
  text?: string;
  /** The current pass is beyond what earlier passes delivered. */
  isCaughtUp: boolean;
}

/** Both outputs are stamped before they are written one after the other: across outputs, time may go back this far. */
const SKEW_MS = 1_000;

/**
 * Tracks the delivered lines of a container's log, to resume without loss or repetition. Times rise within an output,
 * and several lines may share a nanosecond; so there is one mark per output: the newest time and how many lines had it.
 *
 * `resends`: engines before 23 (API 1.42) resend lines when the log file is rotated while it is followed.
 */
export class DeliveredLines {
  readonly #marks: Record<OutputName, Mark>;
  readonly #resends: boolean;

  private constructor(stdout: Mark, stderr: Mark, resends: boolean) {
    this.#marks = { stdout, stderr };
    this.#resends = resends;
  }

  static none(resends: boolean): DeliveredLines {
    return new DeliveredLines(mark(BEGINNING, 0), mark(BEGINNING, 0), resends);
  }

  /** Everything up to and including that time. */
  static upTo(time: EngineTime, resends: boolean): DeliveredLines {
    const all = Number.MAX_SAFE_INTEGER;
    return new DeliveredLines(mark(time, all), mark(time, all), resends);
  }

  /** Parses the output of `toString`; undefined for anything else. */
  static parse(text: string, resends: boolean): DeliveredLines | undefined {
    const marks = text.split(" ").map((part) => {
      const [time = "", lines = ""] = part.split("+");
      const read = readEngineTime(time);
      return read !== undefined && /^\d+$/.test(lines) ? mark(read, Number(lines)) : undefined;
    });
    return marks[0] && marks[1] ? new DeliveredLines(marks[0], marks[1], resends) : undefined;
  }

  toString(): string {
    const { stdout, stderr } = this.#marks;
    return `${stdout.time}+${stdout.lines} ${stderr.time}+${stderr.lines}`;
  }

  /** Where to start reading the log again; undefined: from its beginning. */
  get since(): string | undefined {
    const { stdout, stderr } = this.#marks;
    const newest = stdout.time > stderr.time ? stdout.time : stderr.time;
    return newest === BEGINNING ? undefined : sinceOf(newest, SKEW_MS);
  }

  /** Starts reading the log again from `since`. */
  beginPass(): void {
    for (const each of Object.values(this.#marks)) {
      each.met = 0;
      each.isCaughtUp = each.time === BEGINNING;
    }
  }

  /** Whether the pass's next line is new; it then counts as delivered. */
  take({ output, time, text }: EngineLogRecord): boolean {
    const last = this.#marks[output];
    if (time > last.time) {
      this.#marks[output] = { time, lines: 1, met: 1, text, isCaughtUp: true };
      return true;
    }
    if (time < last.time) {
      // Read again on purpose, or resent. Otherwise the engine's clock was set back, and the line is new.
      if (this.#resends) last.met = 0;
      return !this.#resends && last.isCaughtUp;
    }
    // One output never writes the same text twice in a nanosecond: a resend starts right here.
    if (this.#resends && last.met === last.lines && text === last.text) last.met = 0;
    last.met++;
    if (last.met === 1) last.text = text;
    if (last.met <= last.lines) return false;
    last.lines = last.met;
    last.isCaughtUp = true;
    return true;
  }
}

const mark = (time: EngineTime, lines: number): Mark => ({ time, lines, met: 0, isCaughtUp: time === BEGINNING });
