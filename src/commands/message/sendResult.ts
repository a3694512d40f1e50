import type { SendReport } from "../../operations/message/sendMessages";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";

/** Result of a test send, for the caller of the command. */
export interface SendResult extends Pick<SendReport, "diagnosis" | "recipients"> {
  outcome: MessageOutcome;
  /** A short text. */
  text: string;
  /** The first message, or the attempt. */
  trace: MessageTrace;
}
