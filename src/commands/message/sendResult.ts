import type { SendReport } from "../../operations/message/sendMessages";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";

/** What came of a test send, for whoever called the command. */
export interface SendResult extends Pick<SendReport, "diagnosis" | "recipients"> {
  outcome: MessageOutcome;
  /** In few words. */
  text: string;
  /** The first message, or the attempt. */
  trace: MessageTrace;
}
