import type { MessageMode } from "../message/messageEvents";

/** The backend's default queue name. The dead-letter queue's name is this + `-dlq`. */
export const DEFAULT_QUEUE_NAME = "academy-messaging-jobs";
export const DEFAULT_REGION = "ap-northeast-2";
export const VISIBILITY_TIMEOUT_SECONDS = 60;
export const MAX_RECEIVE_COUNT = 3;

/** The body of one SQS message, one job per recipient: the backend's own shape plus our `trace_id`. */
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
  /** Ours. Other producers' messages have none and are traced by their SQS MessageId. */
  trace_id?: string;
}

/**
 * A message attribute that holds the first MessageId of a copy in or from the DLQ, and identifies a job without a trace
 * id. The local queue returns it for its own copies only to a consumer that requests it by this name: it counts neither
 * in the MD5 nor in the limit of ten attributes.
 */
export const ORIGINAL_MESSAGE_ID = "original-message-id";

/** In the user agent of the stack's own API, and of what the stack enqueues by itself. */
export const PRODUCER_AGENT = "messaging-stack/";

/** In the user agent of the stack's own worker, before its process id. */
export const WORKER_AGENT = "messaging-worker/";

/** The trace id in a body; undefined if the body is another producer's or malformed. */
export function traceIdOf(body: string): string | undefined {
  if (!body.includes('"trace_id"')) return undefined;
  try {
    const payload = JSON.parse(body) as Partial<MessagePayload> | null;
    return typeof payload?.trace_id === "string" && payload.trace_id !== "" ? payload.trace_id : undefined;
  } catch {
    return undefined;
  }
}
