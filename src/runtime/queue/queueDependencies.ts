import type { Producer } from "./protocol/producer";
import type { Clock } from "../../common/clock";
import type { Logger } from "../../common/logger";
import type { EmitMessageEvent } from "../message/messageEvents";
import type { QueueJournal } from "./queueJournal";
import type { StoredQueueMessage } from "./queueMessage";

/** What a queue needs from outside; `Queue` is its own class. */
export interface QueueDependencies<Queue> {
  journal: QueueJournal;
  emit: EmitMessageEvent;
  /** For deadlines: never jumps. */
  clock: Clock;
  /** For the times of events: the system's. */
  wall: Clock;
  log: Logger;
  /** Finds the dead-letter queue of a redrive policy; undefined if it was deleted. */
  findQueue(arn: string): Queue | undefined;
  /** A queue was created, deleted or redefined, which no message event reports. */
  changed?(): void;
  /** A message entered a queue. */
  admitted?(message: { traceId: string; sentAt: number; body: string }): void;
  /** The same, after its event. */
  entered?(queue: Queue, message: StoredQueueMessage, frames: Producer["frames"]): void;
}
