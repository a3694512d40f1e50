import { type CsvColumns, columnsOf, fieldsOf, isOpen } from "./csvRow";
import { type OnLogLine, OldestFirst } from "./oldestFirst";
import { type LineTime, timeOfField } from "../lineTimes";

/** Maximum number of lines in a row. The quotes of a longer row don't match up. */
const ROW_LINES = 500;
const ROW_CHARACTERS = 64_000;

const EVENTS = /^\s*"events"\s*:\s*\[\s*$/;
/** The beginning of an export without line breaks, as `--output json | jq -c` prints it. */
const COMPACT_EVENTS = /^\s{0,20}\{\s{0,20}"events"\s{0,20}:\s{0,20}\[/;

/** Whether a line contains a whole export, judged by its beginning. */
export const isCompactExport = (head: string): boolean => COMPACT_EVENTS.test(head);

/**
 * Extracts log lines from the file that a console or command exported. Any other text passes through unchanged.
 *
 *     plain ──header of a CSV file──▶ csv
 *     plain ──"{"──▶ brace ──"events": [──▶ events ──"]"──▶ plain
 *                    brace ──anything else──▶ plain
 *
 * A row of a CSV file (from CloudWatch's console or Logs Insights) and an event of `aws logs filter-log-events` contain
 * one message each, with its time. Insights exports the newest row first, so such rows are reversed.
 */
export class ExportReader {
  readonly #onLine: OnLogLine;
  readonly #rows: OldestFirst;
  #state: "plain" | "brace" | "events" = "plain";
  /** After the first export everything goes through the rows, so that the order is kept. */
  #hasRows = false;
  #columns: CsvColumns | undefined;
  /** Lines of an unfinished row or event, and the number of the first. */
  #open: string[] = [];
  #openCharacters = 0;
  #openFrom = 0;

  constructor(onLine: OnLogLine) {
    this.#onLine = onLine;
    this.#rows = new OldestFirst(onLine);
  }

  /** The original line number of an emitted line, for renumbered rows. */
  placeOf(number: number): number {
    return this.#rows.placeOf(number);
  }

  get isRenumbered(): boolean {
    return this.#rows.isRenumbered;
  }

  /** Whether a line passes unchanged, unless it begins an export. */
  get isPlain(): boolean {
    return this.#state === "plain" && !this.#columns && !this.#hasRows;
  }

  /** Whether rows were dropped to bound the memory. */
  get dropped(): boolean {
    return this.#rows.dropped;
  }

  line(line: string, number: number, cut: number): void {
    if (this.#columns) this.#csvLine(this.#columns, line, number, cut);
    else if (this.#state === "events") this.#eventLine(line, number, cut);
    else if (this.#state === "brace") this.#afterBrace(line, number, cut);
    else this.#plainLine(line, number, cut);
  }

  end(): void {
    if (this.#columns && this.#open.length > 0) this.#row(this.#columns, this.#taken());
    else this.#giveUp();
    this.#rows.end();
  }

  #plainLine(line: string, number: number, cut: number): void {
    if (line.length === 1 && line === "[" && !this.#hasRows) {
      this.#state = "events";
      this.#hasRows = true;
      return;
    }
    if (line.length === 1 && line === "{") {
      this.#state = "brace";
      this.#hold(line, number);
      return;
    }
    if (isCompactExport(line) && this.#compact(line, number, cut)) return;
    this.#columns = columnsOf(line);
    if (this.#columns) this.#hasRows = true;
    else this.#pass(line, number, cut);
  }

  #compact(line: string, number: number, cut: number): boolean {
    // If the line was cut, only the complete events are read.
    const value = parsed(cut > 0 ? `${line.slice(0, line.lastIndexOf("},{"))}}]}` : line);
    const events = (value as { events?: unknown } | undefined)?.events;
    if (!Array.isArray(events)) return false;
    this.#hasRows = true;
    for (const event of events) this.#event(event, number, true);
    return true;
  }

  #afterBrace(line: string, number: number, cut: number): void {
    if (EVENTS.test(line)) {
      this.#taken();
      this.#state = "events";
      this.#hasRows = true;
      return;
    }
    this.#state = "plain";
    this.#giveUp();
    this.#pass(line, number, cut);
  }

  #eventLine(line: string, number: number, cut: number): void {
    const text = line.trim();
    if (this.#open.length === 0 && /^\]/.test(text)) {
      this.#state = "plain";
      return;
    }
    this.#hold(text, number);
    if (/^\},?$/.test(text)) {
      const { text: json, number: from } = this.#taken();
      if (this.#event(parsed(json.replace(/,$/, "")), from)) return;
      this.#pass(json, from, cut);
    } else if (this.#isTooLong()) this.#giveUp();
  }

  /** Returns false if the value is not an event. `isShared`: the line contains other events. */
  #event(event: unknown, number: number, isShared = false): boolean {
    if (typeof event !== "object" || event === null) return false;
    const fields = event as Record<string, unknown>;
    const message = fields["message"] ?? fields["@message"];
    if (typeof message !== "string") return false;
    const time = timeOfField(fields["timestamp"] ?? fields["@timestamp"]);
    // Logs Insights writes UTC without saying so.
    const isUtc = fields["@message"] !== undefined && time.wall !== undefined;
    this.#rows.add({ lines: linesOf(message), number, isShared, time: isUtc ? { instant: time.wall } : time });
    return true;
  }

  #csvLine(columns: CsvColumns, line: string, number: number, cut: number): void {
    if (this.#open.length === 0 && columnsOf(line)) return; // two exports in a row
    this.#hold(line, number);
    // In a cut line, the field's closing quote was in the part that was cut off.
    if (cut === 0 && isOpen(this.#open.length === 1 ? line : this.#open.join("\n"))) {
      if (this.#isTooLong()) this.#giveUp();
      return;
    }
    this.#row(columns, this.#taken());
  }

  #row(columns: CsvColumns, { text, number }: { text: string; number: number }): void {
    const fields = fieldsOf(text);
    const isLast = columns.message === columns.count - 1;
    const message = isLast ? fields.slice(columns.message).join(",") : fields[columns.message];
    const time = timeOfColumn(fields[columns.time] ?? "");
    // Text below the export is not a row.
    if (message === undefined || !time) this.#pass(text, number, 0);
    else this.#rows.add({ lines: linesOf(message), number, isShared: false, time });
  }

  #hold(line: string, number: number): void {
    if (this.#open.length === 0) this.#openFrom = number;
    this.#open.push(line);
    this.#openCharacters += line.length;
  }

  #isTooLong(): boolean {
    return this.#open.length >= ROW_LINES || this.#openCharacters > ROW_CHARACTERS;
  }

  #taken(): { text: string; number: number } {
    const text = this.#open.join("\n");
    this.#open = [];
    this.#openCharacters = 0;
    return { text, number: this.#openFrom };
  }

  #giveUp(): void {
    if (this.#open.length === 0) return;
    const { text, number } = this.#taken();
    this.#pass(text, number, 0);
  }

  #pass(text: string, number: number, cut: number): void {
    if (this.#hasRows) this.#rows.add({ lines: text.split("\n"), number, isShared: false, time: {} });
    else if (!text.includes("\n")) this.#onLine(text, number, cut);
    else for (const [index, line] of text.split("\n").entries()) this.#onLine(line, number + index, cut);
  }
}

const linesOf = (message: string) => message.trimEnd().split(/\r?\n/);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Reads milliseconds since the epoch, or a time. Undefined for anything else. */
function timeOfColumn(field: string): LineTime | undefined {
  const time = timeOfField(field.trim());
  return time.instant === undefined && time.wall === undefined ? undefined : time;
}
