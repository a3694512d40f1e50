import type { MessageEventDetails, MessageEventType } from "../../../src/runtime/message/messageEvents";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import { traceOf } from "../webviews/traceFixture";

export type Step = { [Type in MessageEventType]: [type: Type, details: MessageEventDetails[Type]] }[MessageEventType];

/** One message with these events, a second apart. */
export const traceOfSteps = (...steps: readonly Step[]): MessageTrace =>
  traceOf(steps.map((step, index) => [index * 1_000, ...step]));

const queueName = "jobs";
export const enqueued: Step = ["queue.enqueued", { queueName, bytes: 1 }];
export const received: Step = ["queue.received", { queueName, receiveCount: 1, waitedMs: 1 }];
export const claimed: Step = [
  "worker.claimed",
  { to: "0101****", mode: "sms", sender: "0212345678", senderSource: "payload", receiveCount: 1 },
];
export const submitted: Step = ["provider.submitted", { groupId: "G" }];
export const accepted: Step = [
  "provider.accepted",
  { groupId: "G", providerMessageId: "M", code: "2000", type: "SMS" },
];
export const noKey: Step = ["provider.refused", { groupId: "", code: "InvalidAPIKey", message: "No such key" }];
export const retrying = (reason: string): Step => ["worker.retrying", { reason, delayMs: 5_000 }];
export const dead: Step = ["queue.dead-lettered", { queueName, deadLetterQueue: "jobs-dlq", receiveCount: 3 }];
