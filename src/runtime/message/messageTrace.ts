import type { SequencedEvent } from "../stack/eventHub";
import type { MessageState } from "./messageEvents";
import { stateAfter } from "./messageEvents";
import type { MessageVerdict } from "./messageVerdict";
import type { Sighting } from "./sighting";

/** One message, or one request that produced none: from its events, or without events from sightings. */
export interface MessageTrace {
  traceId: string;
  messageId?: string;
  tenantCode?: string;
  /** Masked. */
  to?: string;
  /** `left-out`: the API sent nothing to this student. `unknown`: no event shows the state. */
  state: MessageState | "rejected" | "enqueue-failed" | "left-out" | "unknown";
  /** Times of the first and last event, in milliseconds since the Unix epoch. */
  startedAt: number;
  updatedAt: number;
  events: SequencedEvent[];
  /** What was seen of a message without events, oldest first. */
  sightings?: readonly Sighting[];
  /** The result of its diagnosis; absent before the first one. */
  verdict?: MessageVerdict;
}

/** The student it is for; undefined if no API of ours saw the request. */
export function studentOf({ events }: Pick<MessageTrace, "events">): number | undefined {
  const event = events.find(({ type }) => type === "api.accepted" || type === "api.recipient-skipped");
  return event?.type === "api.accepted" || event?.type === "api.recipient-skipped"
    ? event.details.studentId
    : undefined;
}

/** A message that is retried for days keeps its first and latest events. */
const KEPT_EVENTS_OF_TRACE = 200;

export const emptyTrace = (traceId: string, at: number): MessageTrace => ({
  traceId,
  state: "queued",
  startedAt: at,
  updatedAt: at,
  events: [],
});

export function addEvent(trace: MessageTrace, event: SequencedEvent): void {
  trace.updatedAt = event.at;
  trace.events.push(event);
  if (trace.events.length > KEPT_EVENTS_OF_TRACE) trace.events.splice(KEPT_EVENTS_OF_TRACE / 2, 1);
  if (event.messageId !== undefined) trace.messageId = event.messageId;
  if ("tenantCode" in event.details) trace.tenantCode = event.details.tenantCode;
  if ("to" in event.details && event.details.to !== undefined) trace.to = event.details.to;
  trace.state = nextState(trace.state, event);
}

/** The trace that these events, oldest first, make. `at`: when the message started. */
export function traceOf(traceId: string, at: number, events: readonly SequencedEvent[]): MessageTrace {
  const trace = emptyTrace(traceId, at);
  for (const event of events) addEvent(trace, event);
  return trace;
}

const ended = new Set<MessageTrace["state"]>([
  "refused",
  "skipped",
  "ambiguous",
  "delivered",
  "undelivered",
  "dead-lettered",
  "expired",
]);

/** Two processes emit a message's events, so they may arrive out of order: a late one never moves a message back. */
function nextState(state: MessageTrace["state"], event: SequencedEvent): MessageTrace["state"] {
  if (event.type === "api.rejected") return "rejected";
  if (event.type === "api.recipient-skipped") return "left-out";
  if (event.type === "api.enqueue-failed") return "enqueue-failed";
  if (event.type === "worker.retrying") return "queued";
  if (event.type === "queue.expired" && state !== "dead-lettered" && ended.has(state)) return state;
  if (event.type === "queue.enqueued" && state === "dead-lettered") return "queued"; // redriven
  const next = stateAfter[event.type];
  if (next === undefined || (ended.has(state) && !ended.has(next))) return state;
  if (state === "accepted" && next !== "delivered" && next !== "undelivered") return state;
  return next;
}
