import type { Evidence } from "../../diagnosis/evidence";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Traits } from "./differences";
import type { FoundMessage } from "./foundMessage";
import type { InquiryFate } from "./archive/messageFates";

/** A message that was found, its fate, and what may set it apart from others. */
export interface SeenFate {
  message: FoundMessage;
  fate: InquiryFate;
  traits: Traits;
  /** Reads what the fate rests on. */
  grounds(): Promise<FateGrounds>;
}

/** What a fate rests on. `trace`: of a message that passed our own runtime. */
export interface FateGrounds {
  evidence: Evidence;
  trace?: MessageTrace;
}
