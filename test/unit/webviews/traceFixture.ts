import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import type { MessageEventDetails, MessageEventType } from "../../../src/runtime/message/messageEvents";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import { TraceRegistry } from "../../../src/runtime/message/registry/traceRegistry";

/** A moment of an afternoon in Seoul. */
export const T0 = Date.UTC(2026, 2, 5, 1, 0, 4);

type Told = {
  [Type in MessageEventType]: [atMs: number, type: Type, details: MessageEventDetails[Type]];
}[MessageEventType];

/** A trace as the stack's own book keeps it. `atMs` counts from `T0`. */
export function traceOf(told: readonly Told[], traceId = "7f3a91c0"): MessageTrace {
  const book = new TraceRegistry();
  told.forEach(([atMs, type, details], index) => {
    const event = { seq: index + 1, at: T0 + atMs, type, traceId, messageId: "m-1", details };
    book.add(event as SequencedEvent);
  });
  return book.get(traceId)!;
}

const queueName = "academy-messaging-jobs";
const to = "0101****";
const groupId = "G4V20260305100004ABCDEFGHIJKLMNO";

/** Through the API and the queue to the worker. */
export const untilClaimed = (
  sender = "0212345678",
  from: "Tenant.messaging_sender" | "SOLAPI_SENDER" = "Tenant.messaging_sender",
): Told[] => [
  [14, "queue.enqueued", { queueName, bytes: 412 }],
  [14, "api.accepted", { requestId: "r-1", status: 200, elapsedMs: 14, tenantCode: "hakwonplus", to, mode: "sms" }],
  [17, "queue.received", { queueName, receiveCount: 1, waitedMs: 3 }],
  [23, "worker.claimed", { to, mode: "sms", sender, senderSource: from, receiveCount: 1 }],
];

export const delivered = (traceId?: string): MessageTrace =>
  traceOf(
    [
      ...untilClaimed(),
      [27, "provider.grouped", { groupId, size: 1 }],
      [34, "provider.submitted", { groupId }],
      [55, "provider.accepted", { groupId, providerMessageId: "M4V1", code: "2000", type: "SMS" }],
      [56, "worker.logged", { notificationLogId: 1, success: true, failureReason: "", amountDeducted: "20.00" }],
      [58, "queue.deleted", { queueName }],
    ],
    traceId,
  );

export const refused = (traceId?: string): MessageTrace =>
  traceOf(
    [
      ...untilClaimed("01000000000", "SOLAPI_SENDER"),
      [27, "provider.grouped", { groupId, size: 1 }],
      [41, "provider.refused", { groupId, code: "1062", message: "발신번호 미등록" }],
      [
        42,
        "worker.logged",
        { notificationLogId: 12, success: false, failureReason: "[1062] 발신번호 미등록", amountDeducted: "0.00" },
      ],
      [44, "queue.deleted", { queueName }],
    ],
    traceId,
  );

/** Three attempts, a minute apart, then the DLQ. */
export const deadLettered = (): MessageTrace =>
  traceOf([
    ...untilClaimed(),
    [1_025, "worker.retrying", { reason: "timed out", delayMs: 60_000 }],
    [61_030, "queue.received", { queueName, receiveCount: 2, waitedMs: 61_016 }],
    [
      61_034,
      "worker.claimed",
      { to, mode: "sms", sender: "0212345678", senderSource: "Tenant.messaging_sender", receiveCount: 2 },
    ],
    [61_900, "worker.retrying", { reason: "timed out", delayMs: 60_000 }],
    [121_910, "queue.received", { queueName, receiveCount: 3, waitedMs: 121_896 }],
    [
      121_915,
      "worker.claimed",
      { to, mode: "sms", sender: "0212345678", senderSource: "Tenant.messaging_sender", receiveCount: 3 },
    ],
    [122_800, "worker.retrying", { reason: "timed out", delayMs: 60_000 }],
    [182_900, "queue.dead-lettered", { queueName, deadLetterQueue: `${queueName}-dlq`, receiveCount: 3 }],
  ]);

export const rejected = (): MessageTrace =>
  traceOf([
    [
      9,
      "api.rejected",
      {
        requestId: "r-2",
        status: 403,
        elapsedMs: 9,
        tenantCode: "hakwonplus",
        detail: "학원 담당자만 보낼 수 있습니다. 01012345678",
      },
    ],
  ]);
