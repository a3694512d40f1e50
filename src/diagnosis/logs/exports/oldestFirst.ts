import type { LineTime } from "../lineTimes";

/** A line of the log itself, and the time that the export gives it. */
export type OnLogLine = (line: string, number: number, cut: number, time?: LineTime) => void;

/** One message of an export: its lines, the line of the file where it begins, and when it was printed. */
export interface ExportRow {
  lines: string[];
  number: number;
  time: LineTime;
}

/** So many rows tell in which order an export is; streams that were merged are out of order by milliseconds. */
const SAMPLE = 50;
/** Rows that are held back to be turned round: Logs Insights exports 10,000 at most. The oldest of more are left out. */
const MOST_ROWS = 50_000;
const MOST_CHARACTERS = 32_000_000;

/** Gives the rows of an export on, the oldest first. Rows that come in that order pass after a sample of them. */
export class OldestFirst {
  readonly #onLine: OnLogLine;
  #held: ExportRow[] = [];
  #heldCharacters = 0;
  #order: "unknown" | "oldest-first" | "newest-first" = "unknown";
  /** Of rows that were turned round: the line of the file by the number under which it was given on. */
  readonly #places: number[] = [];
  #dropped = false;

  constructor(onLine: OnLogLine) {
    this.#onLine = onLine;
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  get isTurned(): boolean {
    return this.#places.length > 0;
  }

  placeOf(number: number): number {
    return this.#places[number - 1] ?? number;
  }

  add(row: ExportRow): void {
    if (this.#order === "oldest-first") return this.#give(row);
    this.#heldCharacters += row.lines.reduce((sum, line) => sum + line.length, 0);
    if (this.#held.length >= MOST_ROWS || this.#heldCharacters > MOST_CHARACTERS) {
      this.#dropped = true;
      return;
    }
    this.#held.push(row);
    if (this.#order === "unknown" && this.#held.length === SAMPLE) this.#decide();
  }

  end(): void {
    if (this.#order === "unknown") this.#decide();
    if (this.#order !== "newest-first") return;
    for (const row of this.#held.reverse())
      for (const [index, line] of row.lines.entries())
        this.#onLine(line, this.#places.push(row.number + index), 0, row.time);
    this.#held = [];
  }

  #decide(): void {
    const times = this.#held.map(({ time }) => time.instant ?? time.wall).filter((time) => time !== undefined);
    const steps = times.slice(1).map((time, index) => Math.sign(time - (times[index] ?? time)));
    if (steps.reduce((sum, step) => sum + step, 0) < 0) {
      this.#order = "newest-first";
      return;
    }
    this.#order = "oldest-first";
    for (const row of this.#held) this.#give(row);
    this.#held = [];
  }

  #give({ lines, number, time }: ExportRow): void {
    for (const [index, line] of lines.entries()) this.#onLine(line, number + index, 0, time);
  }
}
