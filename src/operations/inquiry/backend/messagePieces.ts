import { maskText } from "../../../common/masking";
import { isSameNumber } from "../../../diagnosis/facts/namedRecipients";
import type { LogLine } from "../../../runtime/stack/lineBuffer";
import type { ProviderRecord } from "../../../targets/environment";
import type { BackendSources, InquiryRow } from "./backendSources";

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

/**
 * Puts rows, records and lines together to messages, newest first: by number, as far as it is shown, and time. What
 * belongs to no row is a message of its own.
 */
export function piecesOf({ rows, records, workerLines, apiLines }: BackendSources): MessagePieces[] {
  const free = new ByTime(records ?? [], ({ createdAt = 0 }) => createdAt);
  const lines = new ByTime(
    (workerLines ?? []).filter(({ text }) => TO.test(text)),
    ({ at }) => at,
  );
  const found: MessagePieces[] = [];
  for (const row of [...(rows ?? [])].sort(byTime)) {
    const at = Date.parse(row.sent_at);
    const to = NUMBER.exec(row.recipient_summary)?.[0];
    const [from, until] = [at - BEFORE_ROW_MS, at + AFTER_ROW_MS];
    const record =
      to === undefined
        ? undefined
        : free.takeNearest(from, until, at, (each) => each.to !== undefined && isSameNumber(each.to, to));
    const own =
      to === undefined
        ? []
        : lines.takeAll(from, until, ({ text }) => isSameNumber(TO.exec(text)?.[1] ?? "-", to), MOST_LINES);
    found.push({
      id: `row:${row.id}`,
      at,
      row,
      ...(record && { record }),
      lines: own,
      source: "worker.logs",
      ...(to !== undefined && { to }),
      matched: record || own.length > 0 ? "number and time" : "row",
    });
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
    let nearest: Timed<T> | undefined;
    for (const each of this.#within(from, until))
      if (fits(each.item) && (!nearest || Math.abs(each.at - at) < Math.abs(nearest.at - at))) nearest = each;
    if (nearest) nearest.isTaken = true;
    return nearest?.item;
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
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#items[middle]!.at < from) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < this.#items.length && this.#items[index]!.at <= until; index++)
      if (!this.#items[index]!.isTaken) yield this.#items[index]!;
  }
}
