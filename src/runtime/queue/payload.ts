import type { MessageMode } from "../message/messageEvents";

/** The backend's default name of the queue; its dead-letter queue is the name + `-dlq`. */
export const DEFAULT_QUEUE_NAME = "academy-messaging-jobs";
export const DEFAULT_REGION = "ap-northeast-2";
export const VISIBILITY_TIMEOUT_SECONDS = 60;
export const MAX_RECEIVE_COUNT = 3;

/** The body of one SQS message, one job a recipient: the backend's own shape and our `trace_id`. */
export interface MessagePayload {
  tenant_id: number;
  /** Digits only. */
  to: string;
  text: string;
  sender: string | null;
  /** ISO 8601. */
  created_at: string;
  message_mode: MessageMode;
  reservation_id?: number;
  use_alimtalk_first?: boolean;
  alimtalk_replacements?: { key: string; value: string }[];
  template_id?: string;
  /** Ours; a foreign producer's messages have none and are traced by their SQS MessageId. */
  trace_id?: string;
}

/** Message attribute of a copy in or from the DLQ: the MessageId the message had first. It identifies a foreign job. */
export const ORIGINAL_MESSAGE_ID = "original-message-id";

/** The trace id in a body of ours; undefined in a foreign or malformed one. */
export function traceIdOf(body: string): string | undefined {
  if (!body.includes('"trace_id"')) return undefined;
  try {
    const payload = JSON.parse(body) as Partial<MessagePayload> | null;
    return typeof payload?.trace_id === "string" && payload.trace_id !== "" ? payload.trace_id : undefined;
  } catch {
    return undefined;
  }
}
