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
  readonly sentAt: number;
}

/** A validated message from a producer. */
export interface MessageDraft {
  body: string;
  attributes: MessageAttributes;
  systemAttributes: MessageAttributes;
  delaySeconds: number;
}

export function newMessage(draft: MessageDraft, rowId: number, now: number): StoredQueueMessage {
  const messageId = randomUUID();
  return {
    rowId,
    messageId,
    traceId: traceIdOf(draft.body) ?? draft.attributes[ORIGINAL_MESSAGE_ID]?.StringValue ?? messageId,
    body: draft.body,
    bodyMd5: md5(draft.body),
    attributes: draft.attributes,
    attributesMd5: md5OfAttributes(draft.attributes),
    systemAttributes: draft.systemAttributes,
    sentAt: now,
    visibleAt: now + draft.delaySeconds * 1000,
    receiptHandle: undefined,
    receiveCount: 0,
    firstReceivedAt: undefined,
  };
}

/**
 * The attributes for a copy, which gets a new MessageId. Without a trace id in the body, the new MessageId would make
 * the copy another job and send it twice, so the original MessageId is kept as an attribute.
 */
export function keepIdentity(message: StoredQueueMessage): MessageAttributes {
  if (traceIdOf(message.body) !== undefined) return message.attributes;
  return { ...message.attributes, [ORIGINAL_MESSAGE_ID]: { DataType: "String", StringValue: message.traceId } };
}

/** Opaque to clients. The leading message id distinguishes a stale handle from garbage. */
export const newReceiptHandle = (message: StoredQueueMessage): string => `${message.messageId}/${randomUUID()}`;

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const RECEIPT_HANDLE = new RegExp(`^${UUID}/${UUID}$`);
export const isReceiptHandle = (text: string): boolean => RECEIPT_HANDLE.test(text);
