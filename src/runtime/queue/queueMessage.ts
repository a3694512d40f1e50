import { randomUUID } from "node:crypto";
import { md5, md5OfAttributes, type MessageAttributes } from "./messageAttributes";
import { ORIGINAL_MESSAGE_ID, traceIdOf } from "./payload";

/** The fields that a receive changes. Times are milliseconds since the Unix epoch. */
export interface HandOut {
  /** When the message can be received (again); in the past for a ready message. */
  visibleAt: number;
  /** The last receive's handle; undefined before the first. */
  receiptHandle: string | undefined;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** The last receive. */
  receivedAt: number | undefined;
}

export interface StoredQueueMessage extends HandOut {
  readonly rowId: number;
  readonly messageId: string;
  readonly traceId: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: MessageAttributes;
  readonly attributesMd5: string | undefined;
  /** Only AWSTraceHeader: a producer can set no other. */
  readonly systemAttributes: MessageAttributes;
  readonly groupId: string | undefined;
  /** Of a redriven copy without a trace id: the job's first MessageId. */
  readonly originalId: string | undefined;
  readonly sentAt: number;
  /** The ARN of the queue that moved it to this dead-letter queue. */
  deadLetterSource: string | undefined;
}

/** A validated message from a producer. */
export interface MessageDraft {
  body: string;
  attributes: MessageAttributes;
  systemAttributes: MessageAttributes;
  delaySeconds: number;
  groupId?: string | undefined;
  originalId?: string | undefined;
}

export function newMessage(draft: MessageDraft, rowId: number, now: number): StoredQueueMessage {
  const { body, attributes, systemAttributes, groupId, originalId } = draft;
  const messageId = randomUUID();
  return {
    rowId,
    messageId,
    traceId: traceIdOfMessage(body, attributes, originalId ?? messageId),
    body,
    bodyMd5: md5(body),
    attributes,
    attributesMd5: md5OfAttributes(attributes),
    systemAttributes,
    groupId,
    originalId,
    sentAt: now,
    visibleAt: now + draft.delaySeconds * 1000,
    receiptHandle: undefined,
    receiveCount: 0,
    firstReceivedAt: undefined,
    receivedAt: undefined,
    deadLetterSource: undefined,
  };
}

/**
 * A stored message on a clock that may have been set back since: it stays hidden for as long as it was to be hidden, and
 * not until the clock shows the stored time again.
 */
export function afterClockChange(message: StoredQueueMessage, now: number): StoredQueueMessage {
  const back = Math.max(0, (message.receivedAt ?? message.sentAt) - now);
  if (back === 0) return message;
  const receivedAt = message.receivedAt === undefined ? undefined : message.receivedAt - back;
  return { ...message, sentAt: Math.min(message.sentAt, now), visibleAt: message.visibleAt - back, receivedAt };
}

/** What identifies the job, however often it is copied. `ownId` applies to a message that carries no mark. */
export const traceIdOfMessage = (body: string, attributes: MessageAttributes, ownId: string): string =>
  traceIdOf(body) ?? attributes[ORIGINAL_MESSAGE_ID]?.StringValue ?? ownId;

/**
 * A copy gets a new MessageId. Without a trace id in its body that would make it another job and send it twice, so the
 * copy keeps the first MessageId; see ORIGINAL_MESSAGE_ID.
 */
export function copyOf(message: StoredQueueMessage): MessageDraft {
  const { body, attributes, systemAttributes, groupId, traceId } = message;
  const originalId = traceIdOf(body) === undefined ? traceId : undefined;
  return { body, attributes, systemAttributes, groupId, originalId, delaySeconds: 0 };
}

/** The fields of a message that its next change of visibility may replace. */
export function handOutOf(message: StoredQueueMessage): HandOut {
  const { visibleAt, receiptHandle, receiveCount, firstReceivedAt, receivedAt } = message;
  return { visibleAt, receiptHandle, receiveCount, firstReceivedAt, receivedAt };
}

/** Opaque to clients. The queue's id tells the handles of other queues, the message's id a stale one from garbage. */
export const newReceiptHandle = (queueId: number, { messageId }: StoredQueueMessage): string =>
  `${queueId}/${messageId}/${randomUUID()}`;

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const RECEIPT_HANDLE = new RegExp(`^(\\d{1,15})/${UUID}/${UUID}$`);

/** The id of the queue that issued the handle; undefined if no queue did. */
export function queueIdOfHandle(handle: string): number | undefined {
  const id = RECEIPT_HANDLE.exec(handle)?.[1];
  return id === undefined ? undefined : Number(id);
}
