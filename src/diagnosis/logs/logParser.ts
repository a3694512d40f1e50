import { ExportReader, isCompactExport } from "./exports/exportReader";
import { LineReader } from "./lines/lineReader";
import type { RawLine } from "./lines/rawLine";
import { type Platform, PlatformFinder } from "./exports/platform";
import { type PastedState, STATE_LINES, StatePaste } from "./exports/statePaste";
import { LogTail } from "./lines/lastLines";
import { Matcher } from "./catalogue/matcher";
import { RecordAssembler } from "./recordAssembler";
import { LineShapes, type LineShape, timePlaceIn, wallAt } from "./lines/lineShapes";
import type { LineTime } from "./lineTimes";
import { type Held, type Kind, RecordStore } from "./recordStore";
import { instantsOfLines } from "./lineInstants";
import { type Side, ZoneFinder } from "./zoneFinder";
import type { LogParserOptions, LogRecord, ParsedLog } from "./types";

export type { LogParserOptions, LogRecord, LogSource, ParsedLog } from "./types";

const KEEP_RECORDS = 2_000;
const UNKNOWN_SAMPLES = 20;
/** So many lines of a shape are read before others are only counted. */
const READ_OF_SHAPE = 30;

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
  readonly #shapes = new LineShapes();
  /** The line that was read last and may begin a record, with its shape. */
  #begun: { raw: RawLine; shape: LineShape } | undefined;
  /** A line that need not be read, unless the next one belongs to it. */
  #waiting: { raw: RawLine; shape: LineShape; kind: Kind } | undefined;
  /** The line that goes through the exports, and its shape. */
  #passing: { raw: RawLine; shape: LineShape | undefined } | undefined;
  /** Patterns seen that only one generation has, with their line counts. */
  readonly #generations = new Map<string, { ids: Set<string>; lines: number }>();
  /** The last line on each side of the send. */
  readonly #lastOfSide = new Map<Side, number>();
  #side: Side;
  #isCut = false;

  constructor(options: LogParserOptions) {
    this.#options = options;
    this.#zone = new ZoneFinder(options);
    this.#store = new RecordStore(options.keepRecords ?? KEEP_RECORDS, ({ text, number }) => recordOf(text, number));
    this.#assembler = new RecordAssembler(new Matcher(), (held) => this.#add(held));
    this.#exported = new ExportReader((line, number, cut, time) => {
      this.#tail.add(line);
      this.#read(line, number, cut, time);
    });
    this.#reader = new LineReader(
      {
        line: (raw) => this.#line(raw),
        long: (text, number, cut) => {
          if (cut > 0) this.#isCut = true;
          this.#lookAt(text);
          this.#exported.line(text, number, cut);
        },
      },
      isCompactExport,
    );
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
    this.#readWaiting();
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
    const { state } = this.#paste;
    const platform = ownPlatform(this.#platform.platform, state);
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

  /** Reads a line, or only counts it: of most lines all is known once some of their shape were read. */
  #line(raw: RawLine): void {
    const { number } = raw;
    if (number <= STATE_LINES) this.#lookAt(raw.text);
    if (this.#exported.isPlain && !this.#assembler.isInside) {
      if (raw.length === 0) return this.#blank(raw);
      const shape = this.#shapes.of(raw);
      if (shape?.kind && this.#mayCount(raw, shape)) return this.#wait(raw, shape, shape.kind);
      this.#passing = { raw, shape };
    }
    this.#exported.line(raw.text, number, 0);
    this.#passing = undefined;
  }

  #lookAt(line: string): void {
    this.#platform.line(line);
    this.#paste.line(line);
  }

  /** A blank line ends nothing that waits: what comes below may still continue it. */
  #blank(raw: RawLine): void {
    this.#tail.add(raw);
    if (!this.#waiting) this.#assembler.blank();
  }

  #wait(raw: RawLine, shape: LineShape, kind: Kind): void {
    this.#tail.add(raw);
    if (this.#waiting) this.#count(this.#waiting);
    else this.#assembler.end();
    this.#begun = undefined;
    this.#waiting = { raw, shape, kind };
  }

  #read(line: string, number: number, cut: number, time: LineTime | undefined): void {
    const { raw, shape } = this.#passing?.raw.number === number ? this.#passing : {};
    if (this.#waiting && shape?.isHeadered) this.#count(this.#waiting);
    else this.#readWaiting();
    this.#waiting = undefined;
    this.#assembler.line(line, number, cut, time);
    this.#begun = raw && shape && { raw, shape };
    if (shape) shape.isHeadered = this.#assembler.isHeadered;
  }

  /** The waiting line may have gone on below. */
  #readWaiting(): void {
    if (this.#waiting) this.#readRaw(this.#waiting);
    this.#waiting = undefined;
  }

  #readRaw({ raw, shape }: { raw: RawLine; shape: LineShape }): void {
    this.#assembler.line(raw.text, raw.number, 0);
    this.#begun = { raw, shape };
    shape.isHeadered = this.#assembler.isHeadered;
  }

  #mayCount(raw: RawLine, shape: LineShape): boolean {
    if (shape.read < READ_OF_SHAPE) return false;
    return this.#options.sentAt === undefined || (shape.timeAt >= 0 && !Number.isNaN(wallAt(raw, shape.timeAt)));
  }

  #count(waiting: { raw: RawLine; shape: LineShape; kind: Kind }): void {
    const { raw, shape, kind } = waiting;
    const { record } = kind.first;
    if (this.#options.sentAt !== undefined) {
      const time = { wall: wallAt(raw, shape.timeAt) };
      const side = this.#zone.sideOf(time);
      if (side !== kind.side) {
        this.#readRaw(waiting);
        this.#assembler.end();
        return;
      }
      this.#zone.observe(time, isAboutMessage(record));
      this.#side = side;
      this.#lastOfSide.set(side, raw.number);
    }
    this.#countGeneration(record);
    this.#store.addUnread(kind, raw, shape.textAt);
  }

  #add(held: Held): void {
    const { record, time } = held;
    this.#zone.observe(time, isAboutMessage(record));
    if (time.instant !== undefined || time.wall !== undefined) {
      this.#side = this.#zone.sideOf(time);
      this.#lastOfSide.set(this.#side, record.line);
    }
    this.#countGeneration(record);
    this.#learn(held, this.#store.add(held, this.#side));
  }

  /** Only complete records that a logger printed on one line may be counted unread. */
  #learn(held: Held, kind: Kind): void {
    const { record } = held;
    const begun = this.#begun?.raw.number === record.line ? this.#begun : undefined;
    if (!begun || begun.shape.kind === false) return;
    const { raw, shape } = begun;
    const line = raw.text;
    const isWhole = shape.isHeadered && !record.exception && record.detail.length === 0 && !record.cutChars;
    const isPlain = isWhole && (kind.isInfo ? line.endsWith(record.text) : isSameKind(record, kind.first.record));
    shape.read++;
    shape.kind = isPlain && kind;
    shape.textAt = raw.length - Buffer.byteLength(record.text);
    shape.timeAt = timePlaceIn(raw, held);
  }

  #countGeneration({ pattern }: LogRecord): void {
    if (pattern?.generation !== "2026-03" && pattern?.generation !== "2026-08") return;
    const seen = this.#generations.get(pattern.generation) ?? { ids: new Set(), lines: 0 };
    seen.ids.add(pattern.id);
    seen.lines++;
    this.#generations.set(pattern.generation, seen);
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

/** A table of Deployments names the worker's, which the lines alone don't tell from others. */
const ownPlatform = (platform: Platform | undefined, state: PastedState | undefined) =>
  platform?.kind === "kubernetes" && state?.isWorkload && state.name ? { ...platform, workload: state.name } : platform;

/** Reads one line that is a record of its own. */
function recordOf(line: string, number: number): Held {
  const read: Held[] = [];
  const assembler = new RecordAssembler(new Matcher(), (held) => read.push(held));
  assembler.line(line, number, 0);
  assembler.end();
  return (
    read[0] ?? {
      record: { line: number, text: line, values: {}, mentions: [], beforeSend: false, detail: [] },
      time: {},
    }
  );
}

/** Severe records of one kind may differ in codes, which are numbers: these are read. */
const isSameKind = (record: LogRecord, first: LogRecord) =>
  record.pattern === first.pattern && CODE_NAMES.every((name) => record.values[name] === undefined);
const CODE_NAMES = ["code", "status", "errno"];

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
