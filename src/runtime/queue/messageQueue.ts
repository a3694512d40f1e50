import type { Clock } from "../../common/clock";
import type { EmitMessageEvent, MessageEvent } from "../message/messageEvents";
import { MessageDeque } from "./messageDeque";
import type { QueueDefinition, QueueJournal } from "./queueJournal";
import { newMessage, newReceiptHandle, type HandOut, type MessageDraft, type StoredQueueMessage } from "./queueMessage";
import { PollLine, type PollRequest } from "./pollLine";

export interface QueueDependencies {
  journal: QueueJournal;
  emit: EmitMessageEvent;
  clock: Clock;
  /** Finds the dead-letter queue of a redrive policy; undefined if it was deleted. */
  findQueue(arn: string): MessageQueue | undefined;
  /** A queue was created, deleted or redefined, which no message event reports. */
  changed?(): void;
}

/** One received message. `before` is its previous state, to undo a receive that never reached the consumer. */
export interface Received {
  readonly message: StoredQueueMessage;
  readonly receiptHandle: string;
  readonly before: HandOut;
}

/**
 * One queue and the state of its messages:
 *
 *     send ─▶ delayed ─▶ ready ─▶ in flight ─▶ deleted
 *       └──────────────▶  ▲ │        │
 *                         │ │        └── visibility timeout over or set to 0, or the consumer was gone ──▶ ready
 *                         │ └─▶ moved to the dead-letter queue, at the receive after the last allowed one
 *                         └──── redriven from the dead-letter queue, as a new message
 *
 * Every change is committed to the journal before it is applied here, so that a failing disk changes neither. Deadlines
 * are checked on each request, and by a timer only while a consumer waits.
 */
export class MessageQueue {
  readonly #ready = new MessageDeque<StoredQueueMessage>();
  readonly #delayed = new Set<StoredQueueMessage>();
  readonly #inFlight = new Set<StoredQueueMessage>();
  /** Latest receipt handles. A handle still deletes its message after the visibility timeout. */
  readonly #byReceipt = new Map<string, StoredQueueMessage>();
  readonly #line: PollLine<Received[]>;
  /** No delayed or in-flight message becomes ready before this time. */
  #nextDeadline = Infinity;

  constructor(
    readonly queueId: number,
    readonly definition: QueueDefinition,
    private readonly dependencies: QueueDependencies,
    messages: readonly StoredQueueMessage[] = [],
  ) {
    this.#line = new PollLine(
      (request) => this.receive(request.max, request.visibilitySeconds),
      () => this.#nextDeadline - dependencies.clock.now(),
    );
    for (const message of messages) this.#place(message);
  }

  get arn(): string {
    return queueArn(this.definition.region, this.definition.name);
  }

  /** When the next delayed or in-flight message may become ready by itself; Infinity if there is none. */
  get nextDeadline(): number {
    return this.#nextDeadline;
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

  send(drafts: readonly MessageDraft[]): StoredQueueMessage[] {
    const { journal, clock } = this.dependencies;
    const now = clock.now();
    const messages = drafts.map((draft) => newMessage(draft, journal.nextRowId(), now));
    journal.transaction(() => {
      for (const message of messages) journal.insertMessage(this.queueId, message);
    });
    this.admit(messages);
    return messages;
  }

  /** Adds messages that are already in the journal. */
  admit(messages: readonly StoredQueueMessage[]): void {
    const { name: queueName } = this.definition;
    for (const message of messages) {
      this.#place(message);
      this.#emit("queue.enqueued", message, { queueName, bytes: Buffer.byteLength(message.body) });
    }
    this.#line.serveSoon();
  }

  /** Receives what is ready, without waiting. `visibilitySeconds` defaults to the queue's own. */
  receive(max: number, visibilitySeconds = this.visibilitySeconds): Received[] {
    const now = this.#promote();
    const policy = this.redrivePolicy;
    const deadLetterQueue = policy && this.dependencies.findQueue(policy.deadLetterTargetArn);
    const taken: Received[] = [];
    const dead: StoredQueueMessage[] = [];
    while (taken.length < max) {
      const message = this.#ready.shift();
      if (!message) break;
      if (deadLetterQueue && message.receiveCount >= policy.maxReceiveCount) dead.push(message);
      else taken.push({ message, receiptHandle: newReceiptHandle(message), before: handOutOf(message) });
    }
    if (taken.length + dead.length === 0) return [];
    const changes = taken.map(({ message, receiptHandle }) => ({
      visibleAt: now + visibilitySeconds * 1000,
      receiptHandle,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
    }));
    try {
      const { journal } = this.dependencies;
      journal.transaction(() => {
        taken.forEach(({ message }, index) => journal.updateMessage(message.rowId, changes[index]!));
        for (const message of dead) journal.moveMessage(message.rowId, deadLetterQueue!.queueId);
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

  /** Undoes a receive that never reached its consumer, including the receive count. */
  giveBack(received: readonly Received[]): void {
    const current = received.filter(
      ({ message, receiptHandle }) => message.receiptHandle === receiptHandle && this.#inFlight.has(message),
    );
    if (current.length === 0) return;
    const { journal } = this.dependencies;
    const back = current.map(({ before }) => ({ ...before, visibleAt: 0 }));
    journal.transaction(() =>
      current.forEach(({ message }, index) => journal.updateMessage(message.rowId, back[index]!)),
    );
    current.forEach(({ message, receiptHandle }, index) => {
      this.#byReceipt.delete(receiptHandle);
      this.#inFlight.delete(message);
      Object.assign(message, back[index]);
      this.#emit("queue.returned", message, { queueName: this.definition.name, reason: "aborted-poll" });
    });
    this.#ready.unshift(current.map(({ message }) => message));
    this.#line.serveSoon();
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
    for (const message of messages) {
      if (message.receiptHandle) this.#byReceipt.delete(message.receiptHandle);
      if (!this.#inFlight.delete(message) && !this.#delayed.delete(message)) this.#ready.remove(message);
      this.#emit("queue.deleted", message, { queueName: this.definition.name });
    }
  }

  /** Returns false unless the handle is of a message in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean {
    const now = this.#promote();
    const message = this.#byReceipt.get(receiptHandle);
    if (!message || !this.#inFlight.has(message)) return false;
    const state = { ...handOutOf(message), visibleAt: now + seconds * 1000 };
    this.dependencies.journal.transaction(() => this.dependencies.journal.updateMessage(message.rowId, state));
    message.visibleAt = state.visibleAt;
    this.#nextDeadline = Math.min(this.#nextDeadline, state.visibleAt);
    if (seconds === 0) this.#promote();
    else this.#line.deadlineChanged();
    return true;
  }

  purge(): void {
    this.dependencies.journal.deleteMessages(this.queueId);
    const messages = [...this.messages("ready"), ...this.messages("in-flight"), ...this.messages("delayed")];
    this.#ready.clear();
    this.#delayed.clear();
    this.#inFlight.clear();
    this.#byReceipt.clear();
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
      Object.assign(message, { visibleAt: 0, receiptHandle: undefined });
      deadLetterQueue.#place(message);
      this.#emit("queue.dead-lettered", message, {
        queueName: this.definition.name,
        deadLetterQueue: deadLetterQueue.definition.name,
        receiveCount: message.receiveCount,
      });
    }
    if (messages.length > 0) deadLetterQueue.#line.serveSoon();
  }

  /** Makes due messages ready; returns the time used. */
  #promote(): number {
    const now = this.dependencies.clock.now();
    if (now < this.#nextDeadline) return now;
    let next = Infinity;
    for (const hidden of [this.#inFlight, this.#delayed])
      for (const message of hidden) {
        if (message.visibleAt > now) {
          next = Math.min(next, message.visibleAt);
          continue;
        }
        hidden.delete(message);
        this.#ready.push(message);
        if (hidden === this.#inFlight)
          this.#emit("queue.returned", message, { queueName: this.definition.name, reason: "visibility" });
      }
    this.#nextDeadline = next;
    if (this.#ready.length > 0) this.#line.serveSoon();
    return now;
  }

  #emit<Type extends QueueEventType>(type: Type, message: StoredQueueMessage, details: DetailsOf<Type>): void {
    const { traceId, messageId } = message;
    const event = { type, at: this.dependencies.clock.now(), traceId, messageId, details };
    this.dependencies.emit(event as unknown as MessageEvent);
  }
}

type QueueEventType = Extract<MessageEvent["type"], `queue.${string}`>;
type DetailsOf<Type extends QueueEventType> = Extract<MessageEvent, { type: Type }>["details"];

export const ACCOUNT_ID = "000000000000";
export const queueArn = (region: string, name: string): string => `arn:aws:sqs:${region}:${ACCOUNT_ID}:${name}`;

const handOutOf = ({ visibleAt, receiptHandle, receiveCount, firstReceivedAt }: StoredQueueMessage): HandOut => ({
  visibleAt,
  receiptHandle,
  receiveCount,
  firstReceivedAt,
});
