import type { ProviderMessage } from "../../diagnosis/evidence";
import type { QueueCounts } from "../../runtime/queue/queueServer";
import type { ApiAnswer, SendRequest } from "../../runtime/control/stackContract";

/** As the log parser's own: lines of the last moments before a send are taken for ones after it. */
export const LOG_TOLERANCE_MS = 2_000;

/** How far back the log of a running worker is read, for how it was configured, and the provider's records. */
export const LOOK_BACK_MS = 60_000;

/** What is known of a test send, and how things stood before it. */
export interface SentMessage {
  /** Milliseconds since the Unix epoch. */
  sentAt: number;
  tenantCode: string;
  request?: SendRequest;
  /** Undefined for a message that was put on the queue. */
  answer?: ApiAnswer | { error: { code: string; message: string }; elapsedMs: number };
  /** Of our own runtime, one a message; empty elsewhere. */
  traceIds: readonly string[];
  /** The queue's own id, where the message was put there directly. */
  messageId?: string;
  queueBefore?: Partial<QueueCounts>;
  /** The newest NotificationLog row before the send; absent where the rows cannot be read. */
  lastLogIdBefore?: number;
  /** What the provider answered to a send past everything else: nobody else tells of that message. */
  records?: readonly ProviderMessage[];
  /** Numbers (digits) that the send reaches, where they are known; never part of the evidence. */
  recipients?: readonly string[];
  /** Lines of the worker from before the send: how it was configured, and the last words of one that was down. */
  workerLinesBefore?: readonly { at: number; text: string }[];
  /** Ids of the provider's records of the minute before the send. */
  recordsBefore?: ReadonlySet<string>;
  /** Which generation of the backend it is, where that was recognised. */
  generation?: "2026-03" | "2026-08";
}
