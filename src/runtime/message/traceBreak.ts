import { maskText } from "../../common/masking";
import type { SequencedEvent } from "../stack/eventHub";
import type { Layer, MessageEventType } from "./messageEvents";
import type { MessageTrace } from "./messageTrace";

/** Where a message stopped, from its events. The key for looking up an explanation. */
export interface TraceBreak {
  layer: Layer;
  /** The code of the provider, AWS or HTTP, if there is one. */
  code?: string;
  /** The words of the layer that stopped it. */
  text: string;
  event: SequencedEvent;
  /** The worker could not handle it yet: the queue redelivers it. */
  comesAgain: boolean;
}

/** The latest stopping or passing event decides: a message that failed, was redelivered and passed was not stopped. */
const stopping = new Set<MessageEventType>([
  "api.rejected",
  "api.enqueue-failed",
  "queue.dead-lettered",
  "queue.expired",
  "worker.skipped",
  "worker.retrying",
  "worker.dead-lettered",
  "provider.refused",
  "provider.not-asked",
  "provider.ambiguous",
  "provider.undelivered",
]);

/** A layer refused, lost or failed the message here. */
export const isStopping = (type: MessageEventType): boolean => stopping.has(type);

const passing = new Set<MessageEventType>(["provider.accepted", "provider.delivered"]);

/** Undefined where the message was not stopped, or no event shows it. */
export function breakOf(trace: MessageTrace): TraceBreak | undefined {
  const last = trace.events.findLast(({ type }) => stopping.has(type) || passing.has(type));
  if (!last || passing.has(last.type)) return undefined;
  const told = tell(causeOf(trace.events, last));
  return told && { ...told, comesAgain: last.type === "worker.retrying" };
}

/** The cause of a dead-lettered or retried message is an earlier event. */
function causeOf(events: readonly SequencedEvent[], last: SequencedEvent): SequencedEvent {
  const before = events.slice(0, events.indexOf(last));
  if (last.type === "queue.dead-lettered") {
    const stop = before.findLast(({ type }) => stopping.has(type));
    return stop ? causeOf(before, stop) : last;
  }
  if (last.type !== "worker.retrying") return last;
  const attempt = before.slice(before.findLastIndex(({ type }) => type === "worker.claimed") + 1);
  return attempt.findLast(({ type }) => stopping.has(type)) ?? last;
}

function tell(event: SequencedEvent): Omit<TraceBreak, "comesAgain"> | undefined {
  switch (event.type) {
    case "api.rejected":
      return { event, layer: "api", code: String(event.details.status), text: event.details.detail };
    case "api.enqueue-failed":
      return { event, layer: "queue", code: event.details.code, text: event.details.message };
    case "queue.dead-lettered":
    case "queue.expired":
      return { event, layer: "queue", text: "" };
    case "worker.skipped":
    case "worker.retrying":
    case "worker.dead-lettered":
      return { event, layer: "worker", text: event.details.reason };
    case "provider.refused":
    case "provider.undelivered":
      return { event, layer: "provider", code: event.details.code, text: event.details.message };
    case "provider.not-asked":
      return { event, layer: "provider", code: event.details.reason, text: "" };
    case "provider.ambiguous":
      return { event, layer: "provider", text: event.details.reason };
    default:
      return undefined;
  }
}

/** The event that stopped the message, as a line of evidence. */
export const seenIn = ({ event, code, text }: TraceBreak, time: string): { source: string; text: string } => ({
  source: event.type,
  text: maskText([time, code, text].filter(Boolean).join("  ")),
});
