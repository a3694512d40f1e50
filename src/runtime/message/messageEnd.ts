import type { MessageEventType } from "./messageEvents";

/**
 * When a message has ended, for every caller that waits for it.
 *
 * Its *fate* is known once the provider answers, or the worker reports that it did not ask the provider. The message
 * has *ended* when nothing decisive follows by itself: the carrier reported, a row was written, the message was deleted
 * or moved to a dead-letter queue, it waits for its next attempt, or it never reached the queue.
 */
const tellingFate = new Set<MessageEventType>([
  "provider.accepted",
  "provider.refused",
  "provider.not-asked",
  "provider.ambiguous",
  "provider.delivered",
  "provider.undelivered",
  "worker.skipped",
]);

const ending = new Set<MessageEventType>([
  "api.rejected",
  "api.recipient-skipped",
  "api.enqueue-failed",
  "queue.dead-lettered",
  "queue.expired",
  "queue.deleted",
  "worker.logged",
  "worker.retrying",
  "worker.dead-lettered",
  "provider.delivered",
  "provider.undelivered",
]);

export const tellsFate = (type: MessageEventType): boolean => tellingFate.has(type);

export const endsMessage = (type: MessageEventType): boolean => ending.has(type);
