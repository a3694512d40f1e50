import { summaryOf } from "../messageSummary";
import type { MessageOutcome } from "../messageSummary";
import type { MessageTrace } from "../messageTrace";

/** Messages by outcome. */
export type OutcomeCounts = Partial<Record<MessageOutcome, number>>;

/** How the messages of one send stand, those that are no longer kept included. */
export interface SendTally {
  requestId: string;
  counts: OutcomeCounts;
}

/** The id of the request that made the message; undefined where no API of ours saw one. */
export function requestOf({ events }: Pick<MessageTrace, "events">): string | undefined {
  for (const { type, details } of events) {
    const isOfRequest = type === "api.accepted" || type === "api.recipient-skipped" || type === "api.enqueue-failed";
    if (isOfRequest && "requestId" in details) return details.requestId;
  }
  return undefined;
}

export const totalOf = (counts: OutcomeCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

export function addTo(counts: OutcomeCounts, outcome: MessageOutcome, change: 1 | -1): void {
  counts[outcome] = Math.max(0, (counts[outcome] ?? 0) + change);
}

/** How many sends are counted; the oldest are dropped. */
const COUNTED_SENDS = 100;

/** Counts the messages of recent sends by outcome. A message that changes is looked at again when somebody asks. */
export class SendTallies {
  readonly #sends = new Map<string, OutcomeCounts>();
  /** The outcome that each kept message is counted with. */
  readonly #counted = new Map<string, MessageOutcome>();
  readonly #changed = new Map<string, MessageTrace>();

  note(trace: MessageTrace): void {
    this.#changed.set(trace.traceId, trace);
  }

  /** The message is no longer kept: it stays counted as it is. */
  drop(trace: MessageTrace): void {
    if (this.#changed.delete(trace.traceId)) this.#count(trace);
    this.#counted.delete(trace.traceId);
  }

  /** The sends to several, oldest first. */
  list(): SendTally[] {
    for (const trace of this.#changed.values()) this.#count(trace);
    this.#changed.clear();
    return [...this.#sends]
      .filter(([, counts]) => totalOf(counts) > 1)
      .map(([requestId, counts]) => ({ requestId, counts: { ...counts } }));
  }

  #count(trace: MessageTrace): void {
    const requestId = requestOf(trace);
    if (requestId === undefined) return;
    const before = this.#counted.get(trace.traceId);
    let counts = this.#sends.get(requestId);
    if (!counts) {
      if (before !== undefined) return; // its send was dropped
      this.#sends.set(requestId, (counts = {}));
      if (this.#sends.size > COUNTED_SENDS) this.#sends.delete(this.#sends.keys().next().value!);
    }
    const { outcome } = summaryOf(trace);
    if (before !== undefined) addTo(counts, before, -1);
    addTo(counts, outcome, 1);
    this.#counted.set(trace.traceId, outcome);
  }
}
