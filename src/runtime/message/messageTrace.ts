import type { SequencedEvent } from "../stack/eventHub";
import type { MessageState } from "./messageEvents";
import { stateAfter } from "./messageEvents";
import type { MessageVerdict } from "./messageVerdict";
import type { Sighting } from "./sighting";

/** One message, or one request that became none, as its events tell it, or where there are none, as it was seen. */
export interface MessageTrace {
  traceId: string;
  messageId?: string;
  tenantCode?: string;
  /** Masked. */
  to?: string;
  /** `left-out`: the API sent nothing to this student. `unknown`: no event tells it. */
  state: MessageState | "rejected" | "enqueue-failed" | "left-out" | "unknown";
  /** Milliseconds since the Unix epoch, of the first and the last event. */
  startedAt: number;
  updatedAt: number;
  events: SequencedEvent[];
  /** Of a message that no event tells of: what was seen of it, oldest first. */
  sightings?: readonly Sighting[];
  /** What its diagnosis said; absent before there was one. */
  verdict?: MessageVerdict;
}

/** How many messages are kept, the newest ones. */
const KEPT_TRACES = 2_000;

/** A message that is retried for days tells its first and its latest steps. */
const KEPT_EVENTS_OF_TRACE = 200;

/** The recent messages of the stack, by trace id. */
export class TraceRegistry {
  readonly #traces = new Map<string, MessageTrace>();

  add(event: SequencedEvent): void {
    let trace = this.#traces.get(event.traceId);
    if (!trace) {
      const { traceId, at } = event;
      trace = { traceId, state: "queued", startedAt: at, updatedAt: at, events: [] };
      this.#traces.set(traceId, trace);
      if (this.#traces.size > KEPT_TRACES) this.#traces.delete(this.#traces.keys().next().value!);
    }
    trace.updatedAt = event.at;
    trace.events.push(event);
    if (trace.events.length > KEPT_EVENTS_OF_TRACE) trace.events.splice(KEPT_EVENTS_OF_TRACE / 2, 1);
    if (event.messageId !== undefined) trace.messageId = event.messageId;
    if ("tenantCode" in event.details) trace.tenantCode = event.details.tenantCode;
    if ("to" in event.details) trace.to = event.details.to;
    trace.state = nextState(trace.state, event);
  }

  get(traceId: string): MessageTrace | undefined {
    return this.#traces.get(traceId);
  }

  countByState(): Partial<Record<MessageTrace["state"], number>> {
    const counts: Partial<Record<MessageTrace["state"], number>> = {};
    for (const { state } of this.#traces.values()) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  /** Newest first. */
  recent(limit: number): MessageTrace[] {
    return [...this.#traces.values()].slice(-limit).reverse();
  }
}

const ended = new Set<MessageTrace["state"]>([
  "refused",
  "skipped",
  "ambiguous",
  "delivered",
  "undelivered",
  "dead-lettered",
]);

/** Two processes tell of one message, so events may cross: a late one does not take a message back. */
function nextState(state: MessageTrace["state"], event: SequencedEvent): MessageTrace["state"] {
  if (event.type === "api.rejected") return "rejected";
  if (event.type === "api.recipient-skipped") return "left-out";
  if (event.type === "api.enqueue-failed") return "enqueue-failed";
  if (event.type === "worker.retrying") return "queued";
  if (event.type === "queue.enqueued" && state === "dead-lettered") return "queued"; // moved back
  const next = stateAfter[event.type];
  if (next === undefined || (ended.has(state) && !ended.has(next))) return state;
  if (state === "accepted" && next !== "delivered" && next !== "undelivered") return state;
  return next;
}
