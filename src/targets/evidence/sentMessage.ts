import type { ProviderMessage } from "../../diagnosis/evidence";
import type { QueueCounts } from "../../runtime/queue/queueServer";
import type { ApiAnswer, SendRequest } from "../../runtime/control/stackContract";

/** As in the log parser: lines this shortly before a send count as after it. */
export const LOG_TOLERANCE_MS = 2_000;

/** How far back to read a running worker's log, for its configuration, and the provider's records. */
export const LOOK_BACK_MS = 60_000;

/** What is known of a test send, and the state before it. */
export interface SentMessage {
  /** Milliseconds since the Unix epoch. */
  sentAt: number;
  tenantCode: string;
  request?: SendRequest;
  /** Undefined for a message that was put on the queue. */
  answer?: ApiAnswer | { error: { code: string; message: string }; elapsedMs: number };
  /** From our own runtime, one per message; empty elsewhere. */
  traceIds: readonly string[];
  /** The queue's own id, if the message was put there directly. */
  messageId?: string;
  queueBefore?: Partial<QueueCounts>;
  /** Id of the newest NotificationLog row before the send; absent if the rows are unreadable. */
  lastLogIdBefore?: number;
  /** The provider's answer to a send directly to the provider: the only source about that message. */
  records?: readonly ProviderMessage[];
  /** Numbers (digits) that the send reaches, if known; never part of the evidence. */
  recipients?: readonly string[];
  /** The worker's lines before the send: its configuration, and the last words of one that was down. */
  workerLinesBefore?: readonly { at: number; text: string }[];
  /** Ids of the provider's records in the minute before the send. */
  recordsBefore?: ReadonlySet<string>;
  /** The backend's generation, if recognised. */
  generation?: "2026-03" | "2026-08";
}
