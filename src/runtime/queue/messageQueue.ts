import { messageOf } from "../../common/errors";
import { formatDuration } from "../../common/durations";
import type { MessageEvent } from "../message/messageEvents";
import { MessageDeque } from "./messageDeque";
import type { QueueDependencies } from "./queueDependencies";
import type { QueueDefinition } from "./queueJournal";
import {
  afterClockChange,
  handOutOf,
  newMessage,
  newReceiptHandle,
  type HandOut,
  type MessageDraft,
  type StoredQueueMessage,
} from "./queueMessage";
import { md5 } from "./messageAttributes";
import { enqueuedBy, type Producer } from "./protocol/producer";
import { PollLine, type PollRequest } from "./pollLine";
import { StoppedClocks } from "./holding/stoppedClocks";

export interface Received {
  readonly message: StoredQueueMessage;
  readonly receiptHandle: string;
}

/** AWS's limit for a standard queue. */
export const MAX_IN_FLIGHT = 120_000;

/** AWS's limit for the visibility of one receive, with all its extensions. */
const MAX_VISIBILITY_MS = 12 * 3_600_000;

/**
 * One queue and the state of its messages:
 *
 *     send ─▶ delayed ─▶ ready ─▶ in flight ─▶ deleted
 *       └──────────────▶  ▲ │        │
 *                         │ │        └── visibility timeout over or set to 0 ──▶ ready
 *                         │ └─▶ moved to the dead-letter queue, at the receive after the last allowed one
 *                         └──── redriven from the dead-letter queue, as a new message
 *     each of them ─▶ expired, when the retention period is over
 *
 * A receive counts, and hides the message, even if its answer never arrives. Every change is committed to the journal before it is applied here, so that a failing disk changes neither. Deadlines
 * are checked on each request, and by a timer only while a consumer waits.
 */
export class MessageQueue {
  readonly #ready = new MessageDeque<StoredQueueMessage>();
  readonly #delayed = new Set<StoredQueueMessage>();
  readonly #inFlight = new Set<StoredQueueMessage>();
  /** Latest receipt handles. A handle still deletes its message after the visibility timeout. */
  readonly #byReceipt = new Map<string, StoredQueueMessage>();
  readonly #line: PollLine<Received[]>;
  readonly #stopped = new StoppedClocks();
  /** No delayed or in-flight message becomes ready before this time. */
  #nextDeadline = Infinity;
  /** No message was sent before this time. */
  #oldestSentAt = Infinity;
  #purgedAt: number | undefined;

  constructor(
    readonly queueId: number,
    readonly definition: QueueDefinition,
    private readonly dependencies: QueueDependencies<MessageQueue>,
    messages: readonly StoredQueueMessage[] = [],
  ) {
    this.#line = new PollLine(
      ({ max, visibilitySeconds, holdBack }) => this.receive(max, visibilitySeconds, holdBack),
      () => this.#nextDeadline - dependencies.clock.now(),
    );
    const now = dependencies.clock.now();
    for (const message of messages) this.#place(afterClockChange(message, now));
  }

  get arn(): string {
    return queueArn(this.definition.region, this.definition.name);
  }

  /** When the next message may become ready or expire by itself; Infinity if there is none. */
  get nextDeadline(): number {
    return Math.min(this.#nextDeadline, this.#oldestSentAt + this.retentionMs);
  }

  get retentionMs(): number {
    return Number(this.definition.attributes["MessageRetentionPeriod"]) * 1_000;
  }

  /** Whether so many messages are in flight that nothing can be received. */
  get isFull(): boolean {
    return this.#inFlight.size >= MAX_IN_FLIGHT;
  }

  /** When it was last purged in this process. */
  get purgedAt(): number | undefined {
    return this.#purgedAt;
  }

  get visibilitySeconds(): number {
    return Number(this.definition.attributes["VisibilityTimeout"]);
  }

  get redrivePolicy(): { deadLetterTargetArn: string; maxReceiveCount: number } | undefined {
    const policy = this.definition.attributes["RedrivePolicy"];
    if (!policy) return undefined;
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as Record<string, unknown>;
    return { deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
  }

  send(drafts: readonly MessageDraft[], producer?: Producer): StoredQueueMessage[] {
    const { journal, clock } = this.dependencies;
    const now = clock.now();
    const messages = drafts.map((draft) => newMessage(draft, journal.nextRowId(), now));
    journal.transaction(() => {
      for (const message of messages) journal.insertMessage(this.queueId, message);
    });
    this.admit(messages, producer);
    return messages;
  }

  /** Adds messages that are already in the journal. `producer`: the user's own program that sends them. */
  admit(messages: readonly StoredQueueMessage[], { name, frames }: Partial<Producer> = {}): void {
    for (const message of messages) {
      this.#place(message);
      this.dependencies.admitted?.(message);
      this.#emit("queue.enqueued", message, { queueName: this.definition.name, ...enqueuedBy(name, message.body) });
      this.dependencies.entered?.(this, message, frames);
    }
    this.#line.serveSoon();
  }

  /** Receives what is ready, without waiting. `holdBack`: see PollRequest. */
  receive(max: number, visibilitySeconds = this.visibilitySeconds, holdBack?: PollRequest["holdBack"]): Received[] {
    const now = this.#promote();
    const policy = this.redrivePolicy;
    const deadLetterQueue = policy && this.dependencies.findQueue(policy.deadLetterTargetArn);
    const taken: Received[] = [];
    const dead: StoredQueueMessage[] = [];
    const room = Math.min(max, MAX_IN_FLIGHT - this.#inFlight.size);
    while (taken.length < room) {
      const message = this.#ready.shift();
      if (!message) break;
      if (holdBack?.(message)) continue;
      if (deadLetterQueue && message.receiveCount >= policy.maxReceiveCount) dead.push(message);
      else taken.push({ message, receiptHandle: newReceiptHandle(this.queueId, message) });
    }
    if (taken.length + dead.length === 0) return [];
    const changes = taken.map(({ message, receiptHandle }) => ({
      visibleAt: now + visibilitySeconds * 1000,
      receiptHandle,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receivedAt: now,
    }));
    try {
      const { journal } = this.dependencies;
      journal.transaction(() => {
        taken.forEach(({ message }, index) => journal.updateMessage(message.rowId, changes[index]!));
        for (const message of dead) journal.moveMessage(message.rowId, deadLetterQueue!.queueId, this.arn);
      });
    } catch (error) {
      this.#ready.unshift([...dead, ...taken.map(({ message }) => message)]);
      throw error;
    }
    taken.forEach(({ message }, index) => this.#handOut(message, changes[index]!, now));
    if (deadLetterQueue) this.#bury(dead, deadLetterQueue);
    return taken;
  }

  /** Long poll: resolves when a message is ready, the time is over, or the queue or the consumer is gone. */
  poll(request: PollRequest): Promise<Received[]> {
    return this.#line.wait(request, []);
  }

  /** Ignores stale handles, as AWS does. */
  delete(receiptHandles: readonly string[]): void {
    const messages = new Set<StoredQueueMessage>();
    for (const handle of receiptHandles) {
      const message = this.#byReceipt.get(handle);
      if (message) messages.add(message);
    }
    if (messages.size > 0) this.remove([...messages]);
  }

  /** Removes messages in any state. `also` joins the same commit. */
  remove(messages: readonly StoredQueueMessage[], also?: () => void): void {
    const { journal } = this.dependencies;
    journal.transaction(() => {
      for (const message of messages) journal.deleteMessage(message.rowId);
      also?.();
    });
    this.#forget(messages);
    for (const message of messages) this.#emit("queue.deleted", message, { queueName: this.definition.name });
  }

  /** What SQS answers to a change of visibility. */
  changeVisibility(receiptHandle: string, seconds: number): "changed" | "not-in-flight" | "beyond-limit" {
    const now = this.#promote();
    const message = this.#byReceipt.get(receiptHandle);
    if (!message || !this.#inFlight.has(message)) return "not-in-flight";
    const state = { ...handOutOf(message), visibleAt: now + seconds * 1000 };
    if (state.visibleAt - (message.receivedAt ?? now) > MAX_VISIBILITY_MS) return "beyond-limit";
    this.dependencies.journal.transaction(() => this.dependencies.journal.updateMessage(message.rowId, state));
    if (!this.#stopped.change(message, seconds * 1000)) message.visibleAt = state.visibleAt;
    if (seconds === 0) this.#returnToReady(message, "given-back");
    else this.#nextDeadline = Math.min(this.#nextDeadline, state.visibleAt);
    this.#line.deadlineChanged();
    return "changed";
  }

  /** Its time stands still until `startClock`, and nobody receives it. Returns the milliseconds left until it is visible. */
  stopClock(message: StoredQueueMessage): number {
    if (!this.#inFlight.has(message)) {
      this.#ready.removeAll(new Set([message]));
      this.#delayed.add(message);
    }
    return this.#stopped.stop(message, this.dependencies.clock.now());
  }

  startClock(message: StoredQueueMessage): void {
    const { journal, clock } = this.dependencies;
    if (!this.#stopped.start(message, clock.now())) return;
    if (this.#inFlight.has(message)) journal.updateMessage(message.rowId, handOutOf(message));
    this.#nextDeadline = Math.min(this.#nextDeadline, message.visibleAt);
    this.#promote();
    this.#line.deadlineChanged();
  }

  rewrite(message: StoredQueueMessage, body: string): void {
    this.dependencies.journal.updateBody(message.rowId, body);
    Object.assign(message, { body, bodyMd5: md5(body) });
    this.dependencies.admitted?.(message);
  }

  messageOf(receiptHandle: string): StoredQueueMessage | undefined {
    return this.#byReceipt.get(receiptHandle);
  }

  purge(): void {
    this.dependencies.journal.deleteMessages(this.queueId);
    this.#purgedAt = this.dependencies.clock.now();
    const messages = [...this.messages("ready"), ...this.messages("in-flight"), ...this.messages("delayed")];
    this.#ready.clear();
    this.#delayed.clear();
    this.#inFlight.clear();
    this.#byReceipt.clear();
    this.#oldestSentAt = Infinity;
    for (const message of messages) this.#emit("queue.deleted", message, { queueName: this.definition.name });
  }

  /** Replaces attributes or tags. */
  redefine(change: Partial<Pick<QueueDefinition, "attributes" | "tags">>): void {
    const definition = { ...this.definition, ...change, modifiedAt: this.dependencies.clock.now() };
    this.dependencies.journal.updateQueue(this.queueId, definition);
    Object.assign(this.definition, definition);
    this.dependencies.changed?.();
  }

  messages(part: "ready" | "in-flight" | "delayed"): Iterable<StoredQueueMessage> {
    this.#promote();
    return part === "ready" ? this.#ready : part === "in-flight" ? this.#inFlight : this.#delayed;
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    this.#promote();
    return { visible: this.#ready.length, inFlight: this.#inFlight.size, delayed: this.#delayed.size };
  }

  /** Answers the open long polls with nothing. */
  close(): void {
    this.#line.close([]);
  }

  /** Answers the open long polls as if their time were over, so that a change applies from the next receive on. */
  endPolls(): void {
    this.#line.sendAway([]);
  }

  #place(message: StoredQueueMessage): void {
    this.#oldestSentAt = Math.min(this.#oldestSentAt, message.sentAt);
    if (message.receiptHandle) this.#byReceipt.set(message.receiptHandle, message);
    if (message.visibleAt <= this.dependencies.clock.now()) {
      this.#ready.push(message);
      return;
    }
    (message.receiptHandle ? this.#inFlight : this.#delayed).add(message);
    this.#nextDeadline = Math.min(this.#nextDeadline, message.visibleAt);
    this.#line.deadlineChanged();
  }

  #handOut(message: StoredQueueMessage, state: HandOut, now: number): void {
    if (message.receiptHandle) this.#byReceipt.delete(message.receiptHandle);
    Object.assign(message, state);
    this.#byReceipt.set(state.receiptHandle!, message);
    this.#inFlight.add(message);
    this.#nextDeadline = Math.min(this.#nextDeadline, state.visibleAt);
    const { receiveCount, sentAt } = message;
    this.#emit("queue.received", message, {
      queueName: this.definition.name,
      receiveCount,
      waitedMs: Math.max(0, now - sentAt),
    });
  }

  #bury(messages: readonly StoredQueueMessage[], deadLetterQueue: MessageQueue): void {
    for (const message of messages) {
      if (message.receiptHandle) this.#byReceipt.delete(message.receiptHandle);
      Object.assign(message, { visibleAt: 0, receiptHandle: undefined, deadLetterSource: this.arn });
      deadLetterQueue.#place(message);
      this.#emit("queue.dead-lettered", message, {
        queueName: this.definition.name,
        deadLetterQueue: deadLetterQueue.definition.name,
        receiveCount: message.receiveCount,
      });
    }
    if (messages.length > 0) deadLetterQueue.#line.serveSoon();
  }

  /** Removes expired messages and makes due ones ready; returns the time used. */
  #promote(): number {
    const now = this.dependencies.clock.now();
    if (now >= this.#oldestSentAt + this.retentionMs) this.#tryToExpire(now);
    if (now < this.#nextDeadline) return now;
    let next = Infinity;
    for (const hidden of [this.#inFlight, this.#delayed])
      for (const message of hidden) {
        if (message.visibleAt > now) next = Math.min(next, message.visibleAt);
        else if (hidden === this.#inFlight) this.#returnToReady(message, "visibility-timeout");
        else {
          hidden.delete(message);
          this.#ready.push(message);
        }
      }
    this.#nextDeadline = next;
    if (this.#ready.length > 0) this.#line.serveSoon();
    return now;
  }

  #returnToReady(message: StoredQueueMessage, reason: "given-back" | "visibility-timeout"): void {
    this.#inFlight.delete(message);
    this.#ready.push(message);
    this.#emit("queue.returned", message, { queueName: this.definition.name, reason });
    this.#line.serveSoon();
  }

  /** On a full disk nothing can be removed: the messages stay, and are looked at again in a second. */
  #tryToExpire(now: number): void {
    try {
      this.#expire(now);
    } catch (error) {
      this.#oldestSentAt = now - this.retentionMs + 1_000;
      this.dependencies.log.error(`[sqs] Expired messages could not be removed: ${messageOf(error)}`);
    }
  }

  /** Messages in any state vanish at the end of their retention period, which counts from when they were sent. */
  #expire(now: number): void {
    const { retentionMs } = this;
    const expired: StoredQueueMessage[] = [];
    let oldest = Infinity;
    for (const part of [this.#ready, this.#inFlight, this.#delayed])
      for (const message of part) {
        if (message.sentAt + retentionMs <= now && !this.#stopped.has(message)) expired.push(message);
        else oldest = Math.min(oldest, message.sentAt);
      }
    const { journal, log } = this.dependencies;
    if (expired.length > 0)
      journal.transaction(() => {
        for (const message of expired) journal.deleteMessage(message.rowId);
      });
    this.#oldestSentAt = oldest;
    if (expired.length === 0) return;
    this.#forget(expired);
    const { name: queueName } = this.definition;
    log.warning(
      `[sqs] ${expired.length} messages vanished from ${queueName}: nobody deleted them within its MessageRetentionPeriod of ${formatDuration(retentionMs)}`,
    );
    for (const message of expired) this.#emit("queue.expired", message, { queueName, retentionMs });
  }

  #forget(messages: readonly StoredQueueMessage[]): void {
    const ready = new Set<StoredQueueMessage>();
    for (const message of messages) {
      if (message.receiptHandle) this.#byReceipt.delete(message.receiptHandle);
      this.#stopped.forget(message);
      if (!this.#inFlight.delete(message) && !this.#delayed.delete(message)) ready.add(message);
    }
    this.#ready.removeAll(ready);
    if (this.#ready.length > 0) this.#line.serveSoon();
  }

  #emit<Type extends QueueEventType>(type: Type, message: StoredQueueMessage, details: DetailsOf<Type>): void {
    const { traceId, messageId } = message;
    const event = { type, at: this.dependencies.wall.now(), traceId, messageId, details };
    this.dependencies.emit(event as unknown as MessageEvent);
  }
}

type QueueEventType = Extract<MessageEvent["type"], `queue.${string}`>;
type DetailsOf<Type extends QueueEventType> = Extract<MessageEvent, { type: Type }>["details"];

export const ACCOUNT_ID = "000000000000";
export const queueArn = (region: string, name: string): string => `arn:aws:sqs:${region}:${ACCOUNT_ID}:${name}`;
