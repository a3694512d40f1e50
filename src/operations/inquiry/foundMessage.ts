import type { Sighting } from "../../runtime/message/sighting";
import type { InquiryFate } from "./archive/messageFates";

/** One message of an inquiry: one recipient of one send. */
export interface FoundMessage extends Pick<InquiryFate, "layer" | "outcome" | "cause" | "confidence"> {
  id: string;
  /** Milliseconds since the Unix epoch. */
  at: number;
  tenant?: string;
  /** Masked. */
  to?: string;
  student?: number;
  type?: string;
  /** How its parts were matched: "trace id", "row", "record", "number and time". */
  matched: string;
  /** What was seen of a message without events, oldest first. */
  sightings?: readonly Sighting[];
}

/** What a search covered. Times are milliseconds since the Unix epoch. */
export interface Searched {
  window: { from: number; until: number };
  looked: LookedAt[];
}

/** One source of an inquiry, and what it could tell. */
export interface LookedAt {
  part: string;
  from: number;
  until: number;
  /** Whether it told everything of that time. */
  complete: boolean;
  /** What it could not tell, and why; "" if nothing. */
  note: string;
}
