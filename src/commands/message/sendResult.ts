import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { SentMessage } from "../../targets/evidence/sentMessage";

/** What came of a test send. */
export interface SendResult {
  outcome: MessageOutcome;
  /** In few words. */
  text: string;
  /** Absent where the API did not answer, and for a send past the worker. */
  trace?: MessageTrace;
  /** For the diagnosis; absent for a send past the worker. */
  sent?: SentMessage;
  /** Of a real environment, where following it was diagnosing it. */
  diagnosis?: Diagnosis;
}
