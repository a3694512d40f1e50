import type { MessageEventType } from "./messageEvents";

/**
 * When a message has ended, for everybody who waits for it.
 *
 * Its *fate is told* by the provider's word about it, or the worker's that it did not ask the provider. It is *over* when
 * nothing decisive follows by itself: the carrier reported, a row was written, it went to a dead-letter queue, it was
 * deleted, it waits for its next attempt, or it never came into the queue.
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
  "queue.deleted",
  "worker.logged",
  "worker.retrying",
  "worker.dead-lettered",
  "provider.delivered",
  "provider.undelivered",
]);

export const tellsFate = (type: MessageEventType): boolean => tellingFate.has(type);

export const endsMessage = (type: MessageEventType): boolean => ending.has(type);
