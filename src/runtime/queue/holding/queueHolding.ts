import { clientName } from "../../../common/shown/clientName";
import type { HoldArrival, HoldDeparture, HoldEdits } from "../../holds/holdMessages";
import type { HoldBoard, QueueClocks } from "../../holds/holdBoard";
import { editedBody } from "../../holds/heldBody";
import type { MessageQueue } from "../messageQueue";
import type { SqsClient } from "../protocol/sqsCall";
import { WORKER_AGENT } from "../payload";
import { copyOf, type StoredQueueMessage } from "../queueMessage";

export interface QueueHoldingOptions {
  holds: Pick<HoldBoard, "isArmed" | "reach">;
  /** The queue whose messages may be held; undefined while it does not exist. */
  queue: () => MessageQueue | undefined;
  deadLetterQueue: () => MessageQueue | undefined;
  /** A message was moved to the dead-letter queue by a debugger. */
  dropped: (message: StoredQueueMessage, deadLetterQueue: string) => void;
}

/**
 * Where the queue's messages are held for a debugger: when they enter, and at the receives and deletes of consumers
 * other than the stack's own worker. A held message that is not in flight cannot be received.
 */
export class QueueHolding implements QueueClocks {
  readonly #options: QueueHoldingOptions;
  /** Let go at `received`, and not yet handed out. */
  readonly #passed = new WeakSet<StoredQueueMessage>();
  /** Deletes that are held, by message: a client whose patience ends asks again. */
  readonly #deleting = new Map<StoredQueueMessage, Promise<void>>();

  constructor(options: QueueHoldingOptions) {
    this.#options = options;
  }

  /** A message entered this queue. */
  entered(queue: MessageQueue, message: StoredQueueMessage, frames: SqsClient["frames"]): void {
    const { holds } = this.#options;
    if (!holds.isArmed("enqueued") || queue !== this.#options.queue()) return;
    this.#hold(queue, message, { point: "enqueued", participant: "queue", frames }, () => undefined);
  }

  /** Whether a receive must leave a message where it is; undefined: it may take any. */
  holdBack(queue: MessageQueue, client: SqsClient): ((message: StoredQueueMessage) => boolean) | undefined {
    const { holds } = this.#options;
    if (!holds.isArmed("received") || isStacksWorker(client) || queue !== this.#options.queue()) return undefined;
    return (message) => {
      if (this.#passed.delete(message)) return false;
      return this.#hold(queue, message, placeOf("received", client), () => this.#passed.add(message));
    };
  }

  /** Resolves when these messages may be deleted; undefined: at once. */
  beforeDelete(
    queue: MessageQueue,
    client: SqsClient,
    receiptHandles: readonly string[],
  ): Promise<unknown> | undefined {
    const { holds } = this.#options;
    if (!holds.isArmed("delete") || isStacksWorker(client) || queue !== this.#options.queue()) return undefined;
    const waits = receiptHandles.flatMap((handle) => {
      const message = queue.messageOf(handle);
      if (!message) return [];
      const known = this.#deleting.get(message);
      if (known) return [known];
      const held = holds.reach(arrivalOf(message, placeOf("delete", client)));
      if (!held) return [];
      const wait = held.then(() => void this.#deleting.delete(message));
      this.#deleting.set(message, wait);
      return [wait];
    });
    return waits.length === 0 ? undefined : Promise.all(waits);
  }

  stop(messageId: string): number | undefined {
    const message = this.#inFlight(messageId);
    return message && this.#options.queue()?.stopClock(message);
  }

  start(messageId: string): void {
    const message = this.#inFlight(messageId);
    if (message) this.#options.queue()?.startClock(message);
  }

  edit(messageId: string, edits: HoldEdits): void {
    const queue = this.#options.queue();
    for (const part of ["in-flight", "delayed", "ready"] as const)
      for (const message of queue?.messages(part) ?? [])
        if (message.messageId === messageId) return queue?.rewrite(message, editedBody(message.body, edits));
  }

  look(messageId: string): HoldArrival | undefined {
    const message = this.#inFlight(messageId);
    return message && arrivalOf(message, { point: "delete", participant: "" });
  }

  drop(messageId: string, reason: string): void {
    const queue = this.#options.queue();
    const message = this.#inFlight(messageId);
    if (queue && message) this.#drop(queue, message, reason);
  }

  #inFlight(messageId: string): StoredQueueMessage | undefined {
    for (const message of this.#options.queue()?.messages("in-flight") ?? [])
      if (message.messageId === messageId) return message;
    return undefined;
  }

  #hold(queue: MessageQueue, message: StoredQueueMessage, place: QueuePlace, passed: () => void): boolean {
    const held = this.#options.holds.reach(arrivalOf(message, place));
    if (!held) return false;
    queue.stopClock(message);
    void held.then((departure) => {
      passed();
      this.#depart(queue, message, departure);
    });
    return true;
  }

  #depart(queue: MessageQueue, message: StoredQueueMessage, departure: HoldDeparture): void {
    if (departure.kind !== "drop" || !this.#drop(queue, message, departure.reason)) queue.startClock(message);
  }

  /** Returns false if there is no dead-letter queue. */
  #drop(queue: MessageQueue, message: StoredQueueMessage, why: string): boolean {
    const { deadLetterQueue, dropped } = this.#options;
    const dead = deadLetterQueue();
    if (!dead) return false;
    const draft = copyOf(message);
    const reason = { DataType: "String", StringValue: why };
    dead.send([{ ...draft, attributes: { ...draft.attributes, reason } }]);
    queue.remove([message]);
    dropped(message, dead.definition.name);
    return true;
  }
}

/** It asks by itself whether to hold. */
const isStacksWorker = ({ userAgent }: SqsClient) => userAgent.includes(WORKER_AGENT);

/** Where a message is, who handles it, and the lines of the user's code that do. */
interface QueuePlace extends Pick<SqsClient, "frames"> {
  point: "enqueued" | "received" | "delete";
  participant: string;
}

const placeOf = (point: QueuePlace["point"], { userAgent, frames }: SqsClient): QueuePlace => ({
  point,
  participant: clientName(userAgent),
  frames,
});

const arrivalOf = (message: StoredQueueMessage, { point, participant, frames }: QueuePlace): HoldArrival => ({
  point,
  layer: point === "enqueued" ? "queue" : "worker",
  traceId: message.traceId,
  messageId: message.messageId,
  participant,
  body: message.body,
  attempt: message.receiveCount,
  sentAt: message.sentAt,
  ...(message.receiptHandle !== undefined && { receiptHandle: message.receiptHandle }),
  ...(frames && { frames: [...frames] }),
});
