import type { Layer } from "../../common/layer";

/**
 * The events of a message. Every layer of the stack emits them; the trace, the sidebar, the CLI and the diagnosis read
 * nothing else.
 *
 * Glossary: a *request* is one call to the send API. A *message* is one job of a request, for one recipient, with a
 * trace id. The *message id* is the queue's own (SQS MessageId). A *group* is Solapi's unit of sending. The *provider
 * message id* is Solapi's id of one message in a group.
 */
export { type Layer, layers } from "../../common/layer";

/**
 * The states of a message:
 *
 *     queued ─▶ claimed ─▶ grouped ─▶ submitted ─▶ accepted ─▶ delivered
 *       │          │          │           │            └─▶ undelivered(code)   the carrier failed later
 *       │          ├─▶ skipped(reason)    ├─▶ refused(code)                    the provider rejected it
 *       │          ├─▶ refused(reason)    │                                    the worker did not ask the provider
 *       │          │                      └─▶ ambiguous                        possibly sent: never resent blindly
 *       ├──────────┴─▶ dead-lettered                                           received too often, moved to the DLQ
 *       └─▶ expired                                                            too long in the queue
 */
export type MessageState =
  | "queued"
  | "claimed"
  | "grouped"
  | "submitted"
  | "accepted"
  | "delivered"
  | "undelivered"
  | "refused"
  | "skipped"
  | "ambiguous"
  | "dead-lettered"
  | "expired";

export type SenderSource = "payload" | "Tenant.messaging_sender" | "SOLAPI_SENDER";
export type MessageMode = "sms" | "alimtalk" | "both";
/** Why the API sends nothing to a requested student. */
export type SkipReason = "no-phone" | "unknown-student" | "deleted-student";
/** What a request at the provider has in common with the message that it is about. */
export type SendMatch = "trace id" | "recipient and text" | "recipient";
/** Of a worker of the user's own: by what its request was matched with the message, and who asked ("Python requests"). */
export interface ForeignRequest {
  matched?: SendMatch;
  client?: string;
}
/** How a worker's job ends. */
export type JobEnd = "accepted" | "refused" | "skipped" | "ambiguous";

/** Details by event type. Recipient numbers are masked, times are in milliseconds, bodies never appear. */
export interface MessageEventDetails {
  /** The API accepted the request; one event per recipient. */
  "api.accepted": {
    requestId: string;
    status: number;
    elapsedMs: number;
    tenantCode: string;
    to: string;
    mode: MessageMode;
    studentId?: number;
  };
  /** The API rejected the whole request; the trace id is the request's. `studentIds`: whom it was for, if readable. */
  "api.rejected": {
    requestId: string;
    status: number;
    elapsedMs: number;
    tenantCode: string;
    detail: string;
    studentIds?: number[];
  };
  /** The API sends nothing to this student; the trace id belongs to no message. */
  "api.recipient-skipped": { requestId: string; tenantCode: string; studentId: number; reason: SkipReason };
  /** The queue did not accept the message; the API answers 200 regardless. */
  "api.enqueue-failed": { requestId: string; tenantCode: string; to: string; code: string; message: string };
  /** `producer`: the user's own program that enqueued it ("Python boto3"), and what its message says of the recipient. */
  "queue.enqueued": { queueName: string; bytes: number; producer?: string; to?: string };
  /** A consumer received the message `waitedMs` after it was enqueued. */
  "queue.received": { queueName: string; receiveCount: number; waitedMs: number };
  /** Returned to the queue: the visibility timeout was over, or the consumer set it to 0. */
  "queue.returned": { queueName: string; reason: "visibility-timeout" | "given-back" };
  "queue.deleted": { queueName: string };
  "queue.dead-lettered": { queueName: string; deadLetterQueue: string; receiveCount: number };
  /** Nobody deleted the message within the queue's retention period, so the queue dropped it. */
  "queue.expired": { queueName: string; retentionMs: number };
  /** `tenantCode`: absent where the worker reads no tenant. */
  "worker.claimed": {
    tenantCode?: string;
    to: string;
    mode: MessageMode;
    sender: string;
    senderSource: SenderSource;
    receiveCount: number;
  };
  /** A worker of the user's own received it ("Python boto3"): what it does inside is not seen. */
  "worker.seen": { consumer: string; receiveCount: number };
  "worker.skipped": { reason: string };
  /** The worker cannot handle it yet; the queue redelivers it after `delayMs`. */
  "worker.retrying": { reason: string; delayMs: number };
  /** Redelivered after its job ended with `outcome`: deleted, not handled twice. Empty ids: it was in no group. */
  "worker.duplicate": { outcome: JobEnd; groupId: string; providerMessageId: string };
  /** The message can never be handled; the reason is stored with it in the DLQ. */
  "worker.dead-lettered": { reason: string };
  /** The NotificationLog row was written. */
  "worker.logged": { notificationLogId: number; success: boolean; failureReason: string; amountDeducted: string };
  "provider.grouped": { groupId: string; size: number };
  "provider.submitted": { groupId: string };
  "provider.accepted": { groupId: string; providerMessageId: string; code: string; type: string } & ForeignRequest;
  "provider.refused": { groupId: string; code: string; message: string } & ForeignRequest;
  /** The worker refused what the provider would refuse, too: no sender, no Alimtalk channel. */
  "provider.not-asked": { reason: string };
  "provider.ambiguous": { groupId: string; reason: string };
  /** The carrier's result, reported by the sandbox. */
  "provider.delivered": { groupId: string; providerMessageId: string; code: string };
  "provider.undelivered": { groupId: string; providerMessageId: string; code: string; message: string };
}

export type MessageEventType = keyof MessageEventDetails;

/** `at`: milliseconds since the Unix epoch. The layer is the type's first word. */
export type MessageEvent = {
  [Type in MessageEventType]: {
    type: Type;
    at: number;
    traceId: string;
    messageId?: string;
    details: MessageEventDetails[Type];
  };
}[MessageEventType];

/** Layers call this on every transition. Never throws: a listener cannot break a layer. */
export type EmitMessageEvent = (event: MessageEvent) => void;

export const layerOf = (type: MessageEventType): Layer => type.slice(0, type.indexOf(".")) as Layer;

/** The state after an event. Absent: no change of state (`worker.logged`, `queue.deleted`, `worker.duplicate`). */
export const stateAfter: Partial<Record<MessageEventType, MessageState>> = {
  "queue.enqueued": "queued",
  "queue.returned": "queued",
  "queue.dead-lettered": "dead-lettered",
  "queue.expired": "expired",
  "worker.claimed": "claimed",
  "worker.seen": "claimed",
  "worker.skipped": "skipped",
  "worker.retrying": "queued",
  "worker.dead-lettered": "dead-lettered",
  "provider.grouped": "grouped",
  "provider.submitted": "submitted",
  "provider.accepted": "accepted",
  "provider.refused": "refused",
  "provider.not-asked": "refused",
  "provider.ambiguous": "ambiguous",
  "provider.delivered": "delivered",
  "provider.undelivered": "undelivered",
};
