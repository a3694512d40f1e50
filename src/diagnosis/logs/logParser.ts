import { ExportReader, isCompactExport } from "./exports/exportReader";
import { LineReader } from "./lineReader";
import { PlatformFinder } from "./platform";
import { StatePaste } from "./exports/statePaste";
import { LogTail } from "./lastLines";
import { Matcher } from "./catalogue/matcher";
import { RecordAssembler } from "./recordAssembler";
import { type Held, RecordStore } from "./recordStore";
import { instantsOfLines } from "./lineInstants";
import { type Side, ZoneFinder } from "./zoneFinder";
import type { LogParserOptions, LogRecord, ParsedLog } from "./types";

export type { LogParserOptions, LogRecord, LogSource, ParsedLog } from "./types";

const KEEP_RECORDS = 2_000;
const UNKNOWN_SAMPLES = 20;

/**
 * Parses a raw log as it arrives, in chunks of any size: at least about 20 MB per second, in bounded memory. The result
 * does not depend on how the text is chunked. Never throws.
 */
export class LogParser {
  readonly #options: LogParserOptions;
  readonly #zone: ZoneFinder;
  readonly #store: RecordStore;
  readonly #assembler: RecordAssembler;
  readonly #reader: LineReader;
  readonly #exported: ExportReader;
  readonly #tail = new LogTail();
  readonly #platform = new PlatformFinder();
  readonly #paste = new StatePaste();
  /** Patterns seen that only one generation has, with their line counts. */
  readonly #generations = new Map<string, { ids: Set<string>; lines: number }>();
  /** The last line on each side of the send. */
  readonly #lastOfSide = new Map<Side, number>();
  #side: Side;
  #isCut = false;

  constructor(options: LogParserOptions) {
    this.#options = options;
    this.#zone = new ZoneFinder(options);
    this.#store = new RecordStore(options.keepRecords ?? KEEP_RECORDS);
    this.#assembler = new RecordAssembler(new Matcher(), (held) => this.#add(held));
    this.#exported = new ExportReader((line, number, cut, time) => {
      this.#tail.add(line);
      this.#assembler.line(line, number, cut, time);
    });
    this.#reader = new LineReader((line, number, cut) => {
      if (cut > 0) this.#isCut = true;
      this.#platform.line(line);
      this.#paste.line(line);
      this.#exported.line(line, number, cut);
    }, isCompactExport);
  }

  push(chunk: string | Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** The last lines, extracted from any export. A report shows them for a log that is too large to keep. */
  get tail(): string {
    return this.#tail.text;
  }

  /** Call once, after the last chunk. */
  end(): ParsedLog {
    this.#reader.end();
    this.#exported.end();
    this.#assembler.end();
    const zone = this.#zone.resolve();
    const isBefore = (side: Side) => this.#zone.isSideBefore(side, zone);
    const lastBefore = Math.max(0, ...[...this.#lastOfSide].map(([side, line]) => (isBefore(side) ? line : 0)));
    const { records: held, floods } = this.#store.all(isBefore);
    const times = held.map(({ time }) => time);
    const instants = instantsOfLines(times, zone, (at) => this.#zone.isInWindow(at));
    const records = held.map(({ record }, index) => {
      const at = instants[index];
      if (at !== undefined) record.at = at;
      // A line without a time is before the send if a later line is.
      record.beforeSend = at === undefined ? record.line < lastBefore : this.#zone.isBefore(at);
      return record;
    });
    if (this.#exported.isRenumbered) {
      for (const record of records) {
        record.order = record.line;
        record.line = this.#exported.placeOf(record.line);
      }
    }
    for (const [first, { count, last }] of floods)
      first.record.repeats = repeatsOf(count, first.record.at, last.record.at);
    const unknown = records.filter(({ pattern }) => !pattern);
    const generation = this.#generation();
    const { platform } = this.#platform;
    const { state } = this.#paste;
    return {
      source: this.#options.source,
      totalLines: this.#reader.lines,
      records,
      unknown: { count: this.#store.unknown, samples: unknown.slice(0, UNKNOWN_SAMPLES) },
      floods: records.filter(({ repeats }) => repeats),
      ...(generation && { generation }),
      ...(platform && { platform }),
      ...(state && { state }),
      zone,
      truncated: this.#isCut || this.#store.dropped || this.#exported.dropped,
    };
  }

  #add(held: Held): void {
    const { record, time } = held;
    this.#zone.observe(time, isAboutMessage(record));
    if (time.instant !== undefined || time.wall !== undefined) {
      this.#side = this.#zone.sideOf(time);
      this.#lastOfSide.set(this.#side, record.line);
    }
    const generation = record.pattern?.generation;
    if (record.pattern && (generation === "2026-03" || generation === "2026-08")) {
      const seen = this.#generations.get(generation) ?? { ids: new Set(), lines: 0 };
      seen.ids.add(record.pattern.id);
      seen.lines++;
      this.#generations.set(generation, seen);
    }
    this.#store.add(held, this.#side);
  }

  #generation(): ParsedLog["generation"] {
    const score = (generation: string) => {
      const { ids, lines } = this.#generations.get(generation) ?? { ids: new Set(), lines: 0 };
      return ids.size * 1e9 + lines;
    };
    const march = score("2026-03");
    const august = score("2026-08");
    if (march === august) return undefined;
    return march > august ? "2026-03" : "2026-08";
  }
}

/** Parses a complete log. */
export function parseLog(text: string, options: LogParserOptions): ParsedLog {
  const parser = new LogParser(options);
  parser.push(text);
  return parser.end();
}

/** Fates of lines that are not about a message. */
const ABOUT_NO_MESSAGE = new Set(["none", "untouched"]);
const isAboutMessage = ({ pattern }: LogRecord) => pattern !== undefined && !ABOUT_NO_MESSAGE.has(pattern.after);

/** A flood shorter than one second counts as one second long. */
function repeatsOf(count: number, from: number | undefined, until: number | undefined): LogRecord["repeats"] {
  if (from === undefined || until === undefined) return { count, perSecond: 0 };
  const perSecond = count / Math.max(1, (until - from) / 1_000);
  return { count, perSecond: Math.round(perSecond * 100) / 100, until };
}
