import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { Layer } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Sighting } from "../../runtime/message/sighting";
import { tellSighting } from "./sightingTexts";
import { tell } from "../../runtime/message/stepTexts";
import type { StepText } from "../../runtime/message/stepTexts";

/** One transition as drawn: a span if something took time, else a moment. */
export interface Step extends StepText {
  /** An event's number, or a sighting's position. */
  id: string;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  attempt: number;
  /** The provider accepted the message at this step. */
  isAcceptance: boolean;
}

/** What happened to a message, or what was seen of it, in order of time, each in its lane. */
export const stepsOf = (trace: MessageTrace): Step[] =>
  trace.sightings ? trace.sightings.map(stepOfSighting) : stepsOfEvents(trace);

function stepOfSighting(sighting: Sighting, index: number): Step {
  const { at } = sighting;
  const from = "elapsedMs" in sighting ? at - sighting.elapsedMs : at;
  return { id: String(index + 1), from, to: at, attempt: 1, isAcceptance: false, ...tellSighting(sighting) };
}

function stepsOfEvents(trace: MessageTrace): Step[] {
  const steps: Step[] = [];
  let attempt = 1;
  let receives = 0;
  /** When the message reached the place where it is now: the queue, the worker, the provider. */
  let since: Partial<Record<Layer, number>> = {};
  for (const event of [...trace.events].sort((a, b) => a.at - b.at || a.seq - b.seq)) {
    if (event.type === "queue.received") attempt = ++receives;
    const from = Math.min(event.at, startOf(event, since));
    const isAcceptance = event.type === "provider.accepted";
    steps.push({ id: String(event.seq), from, to: event.at, attempt, isAcceptance, ...tell(event) });
    since = placeAfter(event, since);
  }
  return steps;
}

/** A span begins when the message reached the layer that now hands it on. */
function startOf(event: SequencedEvent, since: Partial<Record<Layer, number>>): number {
  switch (event.type) {
    case "api.accepted":
    case "api.rejected":
      return event.at - event.details.elapsedMs;
    case "queue.received":
      return since.queue ?? event.at - event.details.waitedMs;
    case "worker.seen":
    case "worker.claimed":
    case "worker.skipped":
    case "worker.retrying":
    case "worker.duplicate":
    case "worker.dead-lettered":
      return since.worker ?? event.at;
    case "provider.accepted":
    case "provider.refused":
    case "provider.not-asked":
    case "provider.ambiguous":
      return since.provider ?? event.at;
    default:
      return event.at;
  }
}

function placeAfter(event: SequencedEvent, since: Partial<Record<Layer, number>>): Partial<Record<Layer, number>> {
  switch (event.type) {
    case "queue.enqueued":
    case "queue.returned":
    case "worker.retrying":
      return { queue: event.at };
    case "queue.received":
      return { worker: event.at };
    case "worker.seen":
    case "worker.claimed":
      return { provider: event.at };
    default:
      return since;
  }
}
