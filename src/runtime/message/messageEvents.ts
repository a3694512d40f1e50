import type { Layer } from "../../common/layer";

/**
 * What happens to a message, as data. Every layer of the stack emits these; the trace, the sidebar, the CLI and the
 * diagnosis read nothing else.
 *
 * Glossary: a *request* is one call of the send API; a *message* is one job of it, for one recipient, and has a trace
 * id; the *message id* is the queue's own (SQS MessageId); a *group* is Solapi's unit of sending; the *provider message
 * id* is Solapi's id of one message in a group.
 */
export { type Layer, layers } from "../../common/layer";

/**
 * The states of a message:
 *
 *     queued ─▶ claimed ─▶ grouped ─▶ submitted ─▶ accepted ─▶ delivered
 *       │          │          │           │            └─▶ undelivered(code)   the carrier failed later
 *       │          ├─▶ skipped(reason)    ├─▶ refused(code)                    the provider took none of it
 *       │          ├─▶ refused(reason)    │                                    the worker did not ask it
 *       │          │                      └─▶ ambiguous                        may have been sent: never resent blindly
 *       └──────────┴─▶ dead-lettered                                           received too often, kept in the DLQ
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
  | "dead-lettered";

export type SenderSource = "payload" | "Tenant.messaging_sender" | "SOLAPI_SENDER";
export type MessageMode = "sms" | "alimtalk" | "both";
/** Why the API sends nothing to one of the students it was given. */
export type SkipReason = "no-phone" | "unknown-student" | "deleted-student";
/** How a job of the worker ends. */
export type JobEnd = "accepted" | "refused" | "skipped" | "ambiguous";

/** Details by event type. Numbers of recipients are masked, times are milliseconds, bodies never appear. */
export interface MessageEventDetails {
  /** The API took the request; one event a recipient. */
  "api.accepted": {
    requestId: string;
    status: number;
    elapsedMs: number;
    tenantCode: string;
    to: string;
    mode: MessageMode;
    studentId?: number;
  };
  /** The API refused the request as a whole; the trace id is the request's. */
  "api.rejected": { requestId: string; status: number; elapsedMs: number; tenantCode: string; detail: string };
  /** Nothing is sent to this student; the trace id is of no message. */
  "api.recipient-skipped": { requestId: string; tenantCode: string; studentId: number; reason: SkipReason };
  /** The queue did not take the message: the API answers 200 all the same. */
  "api.enqueue-failed": { requestId: string; tenantCode: string; to: string; code: string; message: string };
  "queue.enqueued": { queueName: string; bytes: number };
  /** Handed to a consumer; `waitedMs` since it was enqueued. */
  "queue.received": { queueName: string; receiveCount: number; waitedMs: number };
  /** Given back: the consumer's long poll was gone, or it set the visibility timeout to 0. */
  "queue.returned": { queueName: string; reason: "aborted-poll" | "visibility" };
  "queue.deleted": { queueName: string };
  "queue.dead-lettered": { queueName: string; deadLetterQueue: string; receiveCount: number };
  /** `tenantCode`: absent where the worker reads no tenant. */
  "worker.claimed": {
    tenantCode?: string;
    to: string;
    mode: MessageMode;
    sender: string;
    senderSource: SenderSource;
    receiveCount: number;
  };
  "worker.skipped": { reason: string };
  /** Could not be handled now; the queue gives it again after `delayMs`. */
  "worker.retrying": { reason: string; delayMs: number };
  /** Came again after its job had ended so: removed, not handled twice. Empty ids: it was in no group. */
  "worker.duplicate": { outcome: JobEnd; groupId: string; providerMessageId: string };
  /** The message can never be handled; the reason stands with it in the DLQ. */
  "worker.dead-lettered": { reason: string };
  /** The NotificationLog row was written. */
  "worker.logged": { notificationLogId: number; success: boolean; failureReason: string; amountDeducted: string };
  "provider.grouped": { groupId: string; size: number };
  "provider.submitted": { groupId: string };
  "provider.accepted": { groupId: string; providerMessageId: string; code: string; type: string };
  "provider.refused": { groupId: string; code: string; message: string };
  /** The worker itself refused, for what the provider would refuse: no sender, no Alimtalk channel. */
  "provider.not-asked": { reason: string };
  "provider.ambiguous": { groupId: string; reason: string };
  /** The carrier's result, told by the sandbox. */
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

/** What the layers call to tell of a transition. Never throws: a listener cannot break a layer. */
export type EmitMessageEvent = (event: MessageEvent) => void;

export const layerOf = (type: MessageEventType): Layer => type.slice(0, type.indexOf(".")) as Layer;

/** The state a message is in after an event; undefined where the event changes none (`worker.logged`, `queue.deleted`, `worker.duplicate`). */
export const stateAfter: Partial<Record<MessageEventType, MessageState>> = {
  "queue.enqueued": "queued",
  "queue.returned": "queued",
  "queue.dead-lettered": "dead-lettered",
  "worker.claimed": "claimed",
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
