import { BEGINNING, readEngineTime, sinceOf } from "./engineTime";
import type { EngineTime } from "./engineTime";
import type { OutputName } from "./frameDecoder";
import type { EngineLogRecord } from "./recordReader";

/** How far one output was delivered. */
interface Mark {
  /** Of its newest line. */
  time: EngineTime;
  /** Delivered lines of exactly that time. */
  lines: number;
  /** Lines of that time met in the present pass. */
  met: number;
  /** Of the first of them. */
  text?: string;
  /** The present pass is past what was delivered before it. */
  isCaughtUp: boolean;
}

/** The two outputs are stamped before they are written one after the other: between them time may go back so far. */
const SKEW_MS = 1_000;

/**
 * What was delivered of a container's log, to read on without loss or repetition. Times rise within an output, and
 * several lines may share a nanosecond, hence a mark an output: the newest time and how many lines had it.
 *
 * `resends`: engines before 23 (API 1.42) send lines again when the log file is rotated while it is followed.
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

  /** Everything up to and including that moment. */
  static upTo(time: EngineTime, resends: boolean): DeliveredLines {
    const all = Number.MAX_SAFE_INTEGER;
    return new DeliveredLines(mark(time, all), mark(time, all), resends);
  }

  /** What `toString` wrote; undefined for anything else. */
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

  /** From where the log is to be read again; undefined: from its beginning. */
  get since(): string | undefined {
    const { stdout, stderr } = this.#marks;
    const newest = stdout.time > stderr.time ? stdout.time : stderr.time;
    return newest === BEGINNING ? undefined : sinceOf(newest, SKEW_MS);
  }

  /** The log is read again from `since`. */
  beginPass(): void {
    for (const each of Object.values(this.#marks)) {
      each.met = 0;
      each.isCaughtUp = each.time === BEGINNING;
    }
  }

  /** Whether the next line of the pass is a new one; then it counts as delivered. */
  take({ output, time, text }: EngineLogRecord): boolean {
    const last = this.#marks[output];
    if (time > last.time) {
      this.#marks[output] = { time, lines: 1, met: 1, text, isCaughtUp: true };
      return true;
    }
    if (time < last.time) {
      // Read again on purpose, or sent again. Else somebody set the engine's clock back, and it is new.
      if (this.#resends) last.met = 0;
      return !this.#resends && last.isCaughtUp;
    }
    // Nothing of one output is written twice in a nanosecond with the same words: it begins again right here.
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
