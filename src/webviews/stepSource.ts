import type { MessageTrace } from "../runtime/message/messageTrace";
import type { Sighting } from "../runtime/message/sighting";
import type { SequencedEvent } from "../runtime/stack/eventHub";

/** What a step of a trace is drawn from. */
export type StepSource = SequencedEvent | Sighting;

/** By the step's id: of an event its number, of a sighting its place, from 1. */
export const sourceOfStep = ({ events, sightings }: MessageTrace, id: string): StepSource | undefined =>
  sightings ? sightings[Number(id) - 1] : events.find(({ seq }) => String(seq) === id);

export const nameOfSource = (source: StepSource): string => ("kind" in source ? source.kind : source.type);
