import { maskText } from "../../../common/masking";
import { isSameNumber } from "../../../diagnosis/facts/namedRecipients";
import type { LogLine } from "../../../runtime/stack/lineBuffer";
import type { ProviderRecord } from "../../../targets/environment";
import type { BackendSources, InquiryRow } from "./backendSources";
import { lineAgrees, recordAgrees } from "./rowAgreement";
import type { Agreement } from "./rowAgreement";

/** What belongs to one message of a real backend. */
export interface MessagePieces {
  id: string;
  /** Milliseconds since the Unix epoch. */
  at: number;
  row?: InquiryRow;
  record?: ProviderRecord;
  lines: LogLine[];
  /** Where `lines` come from. */
  source: "worker.logs" | "api.logs";
  /** Masked. */
  to?: string;
  matched: string;
}

/** The row is written after the provider's answer; the two clocks may differ. */
const BEFORE_ROW_MS = 120_000;
const AFTER_ROW_MS = 15_000;
/** A message's own lines are few; more are a flood. */
const MOST_LINES = 40;

const TO = /\b(?:to|recipient)=["']?(\+?\d[\d-]*\**)/;
const NUMBER = /\+?\d[\d-]{2,}\**/;
/** A line in which a worker tells the result of one message. */
const RESULT = /send_(?:sms|alimtalk)\w*|alimtalk_own|send failed|permanently failed|outcome ambiguous/;
/** A line of Django about a refused request to send. */
const REFUSED =
  /(?:Bad Request|Unauthorized|Forbidden|Not Found|Internal Server Error|Too Many Requests)\S*:? .*messaging\/send/;

/** Ends every line of this product's own worker that is about one message. */
const TRACE_ID = / trace_id=(\S+)$/;

/**
 * Puts rows, records and lines together to messages, newest first: by number, as far as it is shown, time, and what they
 * say. What belongs to no row is a message of its own.
 */
export function piecesOf({ rows, records, workerLines, apiLines }: BackendSources): MessagePieces[] {
  const free = new ByTime(records ?? [], ({ createdAt = 0 }) => createdAt);
  const lines = new ByTime(
    (workerLines ?? []).filter(({ text }) => TO.test(text)),
    ({ at }) => at,
  );
  const found: MessagePieces[] = [...(rows ?? [])].sort(byTime).map(ofRow);
  // Those that say the same come first: what is left may belong to a row whose answer was lost.
  for (const least of ["says the same", "may be"])
    for (const pieces of found) {
      if (pieces.record || pieces.to === undefined) continue;
      const record = free.takeNearest(...spanOf(pieces), (each) =>
        isOf(pieces, each.to, recordAgrees(pieces.row!, each), least),
      );
      if (record) pieces.record = record;
    }
  const shared = sharedNumbers(found);
  for (const pieces of found) {
    if (pieces.to !== undefined) pieces.lines = linesOf(pieces, lines, shared.has(pieces));
    pieces.matched = pieces.record || pieces.lines.length > 0 ? "number and time" : "row";
  }
  for (const record of free.rest())
    found.push({
      id: record.messageId,
      at: record.createdAt ?? 0,
      record,
      lines: [],
      source: "worker.logs",
      matched: "record",
    });
  if (!rows) for (const line of lines.rest()) if (RESULT.test(line.text)) found.push(ofLine("worker", line));
  for (const line of apiLines ?? []) if (REFUSED.test(line.text)) found.push(ofLine("api", line));
  return found.sort((one, other) => other.at - one.at);
}

function ofRow(row: InquiryRow): MessagePieces {
  const to = NUMBER.exec(row.recipient_summary)?.[0];
  const at = Date.parse(row.sent_at);
  return {
    id: `row:${row.id}`,
    at,
    row,
    lines: [],
    source: "worker.logs",
    ...(to !== undefined && { to }),
    matched: "row",
  };
}

const spanOf = ({ at }: MessagePieces): [from: number, until: number, at: number] => [
  at - BEFORE_ROW_MS,
  at + AFTER_ROW_MS,
  at,
];

const isOf = ({ to = "-" }: MessagePieces, number: string | undefined, agreement: Agreement, least: string): boolean =>
  agreement === least && number !== undefined && isSameNumber(number, to);

/** Rows, oldest first, near which another row shows the same number. */
function sharedNumbers(found: readonly MessagePieces[]): Set<MessagePieces> {
  const shared = new Set<MessagePieces>();
  const last = new Map<string, MessagePieces>();
  for (const pieces of found) {
    if (pieces.to === undefined) continue;
    const before = last.get(pieces.to);
    last.set(pieces.to, pieces);
    if (before && pieces.at - before.at <= BEFORE_ROW_MS + AFTER_ROW_MS) shared.add(before).add(pieces);
  }
  return shared;
}

/** All lines with its number; where other rows show the same one, those of the one line that tells its result. */
function linesOf(pieces: MessagePieces, lines: ByTime<LogLine>, isShared: boolean): LogLine[] {
  const [from, until, at] = spanOf(pieces);
  const { row, record } = pieces;
  const isItsNumber = ({ text }: LogLine) => isSameNumber(TO.exec(text)?.[1] ?? "-", pieces.to!);
  if (!isShared) return lines.takeAll(from, until, isItsNumber, MOST_LINES);
  const told = lines.takeNearest(
    from,
    until,
    at,
    (line) => lineAgrees(row!, record?.groupId, line.text) === "says the same" && isItsNumber(line),
  );
  if (!told) return [];
  const trace = TRACE_ID.exec(told.text)?.[1];
  if (trace === undefined) return [told];
  return [...lines.takeAll(from, until, ({ text }) => text.endsWith(` trace_id=${trace}`), MOST_LINES), told];
}

function ofLine(source: "api" | "worker", line: LogLine): MessagePieces {
  const to = source === "worker" ? TO.exec(line.text)?.[1] : undefined;
  return {
    id: `${source}:${line.at}:${line.seq}`,
    at: line.at,
    lines: [line],
    source: `${source}.logs`,
    ...(to !== undefined && { to: maskText(to) }),
    matched: "log line",
  };
}

const byTime = (one: InquiryRow, other: InquiryRow) => Date.parse(one.sent_at) - Date.parse(other.sent_at);

interface Timed<T> {
  at: number;
  item: T;
  isTaken: boolean;
}

/** Things in the order of their times, of which each is taken once. */
class ByTime<T> {
  readonly #items: Timed<T>[];

  constructor(items: readonly T[], timeOf: (item: T) => number) {
    this.#items = items
      .map((item) => ({ at: timeOf(item), item, isTaken: false }))
      .sort((one, other) => one.at - other.at);
  }

  takeNearest(from: number, until: number, at: number, fits: (item: T) => boolean): T | undefined {
    let [before, after] = [this.#firstFrom(at) - 1, this.#firstFrom(at)];
    for (;;) {
      const [earlier, later] = [this.#items[before], this.#items[after]];
      const hasEarlier = earlier !== undefined && earlier.at >= from;
      const hasLater = later !== undefined && later.at <= until;
      if (!hasEarlier && !hasLater) return undefined;
      const isEarlier = hasEarlier && (!hasLater || at - earlier.at <= later.at - at);
      const nearest = isEarlier ? earlier : later!;
      if (isEarlier) before -= 1;
      else after += 1;
      if (nearest.isTaken || !fits(nearest.item)) continue;
      nearest.isTaken = true;
      return nearest.item;
    }
  }

  takeAll(from: number, until: number, fits: (item: T) => boolean, most: number): T[] {
    const found = [];
    for (const each of this.#within(from, until)) {
      if (found.length === most) break;
      if (!fits(each.item)) continue;
      each.isTaken = true;
      found.push(each.item);
    }
    return found;
  }

  rest(): T[] {
    return this.#items.filter(({ isTaken }) => !isTaken).map(({ item }) => item);
  }

  *#within(from: number, until: number): Iterable<Timed<T>> {
    for (let index = this.#firstFrom(from); index < this.#items.length && this.#items[index]!.at <= until; index++)
      if (!this.#items[index]!.isTaken) yield this.#items[index]!;
  }

  /** The index of the first item that is not earlier. */
  #firstFrom(at: number): number {
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#items[middle]!.at < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
