import type { LineTime } from "../lineTimes";

/** Receives a line of the log itself, with the time that the export gives it. */
export type OnLogLine = (line: string, number: number, cut: number, time?: LineTime) => void;

/** One message of an export: its lines, the file line where it begins, and its time. */
export interface ExportRow {
  lines: string[];
  number: number;
  /** Other messages begin on the same file line. */
  isShared: boolean;
  time: LineTime;
}

/** Number of rows that determine the order of an export. Merged streams are out of order by milliseconds. */
const SAMPLE = 50;
/**
 * Maximum number of rows held back for reversing. Logs Insights exports at most 10,000. Beyond that, the oldest are
 * dropped.
 */
const MOST_ROWS = 50_000;
const MOST_CHARACTERS = 32_000_000;

/** Emits the rows of an export, oldest first. Rows already in that order pass through after a sample of them. */
export class OldestFirst {
  readonly #onLine: OnLogLine;
  #held: ExportRow[] = [];
  #heldCharacters = 0;
  #order: "unknown" | "oldest-first" | "newest-first" = "unknown";
  /** Rows that were reversed or share a line get new numbers. Maps each emitted number to the line of the file. */
  readonly #places: number[] = [];
  #dropped = false;

  constructor(onLine: OnLogLine) {
    this.#onLine = onLine;
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  get isRenumbered(): boolean {
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
    const first = Math.min(...[this.#held[0], this.#held.at(-1)].flatMap((row) => row?.number ?? []));
    this.#keepPlaces(first);
    for (const row of this.#held.reverse()) this.#renumber(row);
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

  #give(row: ExportRow): void {
    if (row.isShared) this.#keepPlaces(row.number);
    if (this.isRenumbered || row.isShared) return this.#renumber(row);
    const { lines, number, time } = row;
    for (const [index, line] of lines.entries()) this.#onLine(line, number + index, 0, time);
  }

  /** Records that earlier lines were emitted under their own numbers. */
  #keepPlaces(number: number): void {
    while (this.#places.length < number - 1) this.#places.push(this.#places.length + 1);
  }

  #renumber({ lines, number, time }: ExportRow): void {
    for (const [index, line] of lines.entries()) this.#onLine(line, this.#places.push(number + index), 0, time);
  }
}
