import * as z from "zod";
import type { SequencedEvent } from "../../stack/eventHub";
import type {
  JobEnd,
  MessageEvent,
  MessageEventDetails,
  MessageEventType,
  MessageMode,
  SendMatch,
  SkipReason,
} from "../../message/messageEvents";
import { schemaOf } from "./schemaOf";

const mode = schemaOf<MessageMode>()(z.enum(["sms", "alimtalk", "both"]));
const skipReason = schemaOf<SkipReason>()(z.enum(["no-phone", "unknown-student", "deleted-student"]));
const jobEnd = schemaOf<JobEnd>()(z.enum(["accepted", "refused", "skipped", "ambiguous"]));
const sendMatch = schemaOf<SendMatch>()(z.enum(["trace id", "recipient and text", "recipient"]));
const text = z.string();
const number = z.number();

/** Details by event type; MessageEventDetails explains them. */
const details = {
  "api.accepted": z.object({ requestId: text, status: number, elapsedMs: number, tenantCode: text, to: text, mode }),
  "api.rejected": z.object({
    requestId: text,
    status: number,
    elapsedMs: number,
    tenantCode: text,
    detail: text,
    studentIds: z.array(number).optional(),
  }),
  "api.recipient-skipped": z.object({ requestId: text, tenantCode: text, studentId: number, reason: skipReason }),
  "api.enqueue-failed": z.object({ requestId: text, tenantCode: text, to: text, code: text, message: text }),
  "queue.enqueued": z.object({ queueName: text, bytes: number, producer: text.optional(), to: text.optional() }),
  "queue.received": z.object({ queueName: text, receiveCount: number, waitedMs: number }),
  "queue.returned": z.object({ queueName: text, reason: z.enum(["visibility-timeout", "given-back"]) }),
  "queue.deleted": z.object({ queueName: text }),
  "queue.expired": z.object({ queueName: text, retentionMs: number }),
  "queue.dead-lettered": z.object({ queueName: text, deadLetterQueue: text, receiveCount: number }),
  "worker.claimed": z.object({
    tenantCode: text.optional(),
    to: text,
    mode,
    sender: text,
    senderSource: z.enum(["payload", "Tenant.messaging_sender", "SOLAPI_SENDER"]),
    receiveCount: number,
  }),
  "worker.seen": z.object({ consumer: text, receiveCount: number }),
  "worker.skipped": z.object({ reason: text }),
  "worker.retrying": z.object({ reason: text, delayMs: number }),
  "worker.duplicate": z.object({ outcome: jobEnd, groupId: text, providerMessageId: text }),
  "worker.dead-lettered": z.object({ reason: text }),
  "worker.logged": z.object({
    notificationLogId: number,
    success: z.boolean(),
    failureReason: text,
    amountDeducted: text,
  }),
  "provider.grouped": z.object({ groupId: text, size: number }),
  "provider.submitted": z.object({ groupId: text }),
  "provider.accepted": z.object({
    groupId: text,
    providerMessageId: text,
    code: text,
    type: text,
    matched: sendMatch.optional(),
    client: text.optional(),
  }),
  "provider.refused": z.object({
    groupId: text,
    code: text,
    message: text,
    matched: sendMatch.optional(),
    client: text.optional(),
  }),
  "provider.not-asked": z.object({ reason: text }),
  "provider.ambiguous": z.object({ groupId: text, reason: text }),
  "provider.delivered": z.object({ groupId: text, providerMessageId: text, code: text }),
  "provider.undelivered": z.object({ groupId: text, providerMessageId: text, code: text, message: text }),
} satisfies { [Type in MessageEventType]: z.ZodType<MessageEventDetails[Type]> };

const eventTypes = Object.keys(details) as MessageEventType[];

/** One schema per type, discriminated by it: events come in thousands, and each is checked once. */
function eventsWith<More extends z.ZodRawShape>(more: More) {
  const [first, ...others] = eventTypes.map((type) =>
    z.object({
      type: z.literal(type),
      at: number,
      traceId: text,
      messageId: text.optional(),
      details: details[type],
      ...more,
    }),
  );
  return z.discriminatedUnion("type", [first!, ...others]);
}

/** An event as a layer emits it. */
export const messageEvent = eventsWith({}) as z.ZodType<unknown> as z.ZodType<MessageEvent>;

/** An event with its position in the stack's order. */
export const sequencedEvent = eventsWith({ seq: number }) as z.ZodType<unknown> as z.ZodType<SequencedEvent>;
