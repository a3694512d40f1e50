import type { MessageTrace } from "../runtime/message/messageTrace";
import type { Sighting } from "../runtime/message/sighting";
import type { SequencedEvent } from "../runtime/stack/eventHub";

/** The source of a drawn step. */
export type StepSource = SequencedEvent | Sighting;

/** Finds a step's source by its id: an event's number, or a sighting's position, from 1. */
export const sourceOfStep = ({ events, sightings }: MessageTrace, id: string): StepSource | undefined =>
  sightings ? sightings[Number(id) - 1] : events.find(({ seq }) => String(seq) === id);

export const nameOfSource = (source: StepSource): string => ("kind" in source ? source.kind : source.type);
