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
  /** What the fate rests on. */
  evidence(): Evidence;
  /** Of a message that passed our own runtime. */
  trace?: MessageTrace;
}
