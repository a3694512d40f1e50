import { ExpectedError } from "../../common/errors";
import { MessageQueue, queueArn } from "./messageQueue";
import type { QueueDependencies } from "./queueDependencies";
import type { QueueDefinition } from "./queueJournal";
import { copyOf, newMessage } from "./queueMessage";
import { defaultAttributes } from "./queueAttributes";

/** All queues of the server, by region and name. */
export class QueueStore {
  readonly #queues = new Map<string, MessageQueue>();
  readonly #dependencies: QueueDependencies<MessageQueue>;
  /** When queues were deleted, by ARN. */
  readonly #deletedAt = new Map<string, number>();

  constructor(dependencies: Omit<QueueDependencies<MessageQueue>, "findQueue">) {
    this.#dependencies = { ...dependencies, findQueue: (arn) => this.#queues.get(arn) };
    for (const { queueId, definition, messages } of dependencies.journal.load())
      this.#open(queueId, definition, messages);
  }

  find(region: string, name: string): MessageQueue | undefined {
    return this.#queues.get(queueArn(region, name));
  }

  findByArn(arn: string | undefined): MessageQueue | undefined {
    return arn === undefined ? undefined : this.#queues.get(arn);
  }

  readonly has = (arn: string): boolean => this.#queues.has(arn);

  list(region: string): MessageQueue[] {
    return [...this.#queues.values()]
      .filter(({ definition }) => definition.region === region)
      .sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  /** Whether AWS refuses the name still, because its queue was deleted less than 60 s ago. */
  isDeletedRecently(region: string, name: string): boolean {
    const at = this.#deletedAt.get(queueArn(region, name));
    return at !== undefined && this.#dependencies.clock.now() < at + NAME_BLOCKED_MS;
  }

  /** Removes what expired, so that it is noticed without any request. */
  sweep(): void {
    for (const queue of this.#queues.values()) queue.counts();
  }

  /** The caller ensures that the name is unused. */
  create(
    region: string,
    name: string,
    attributes: Record<string, string> = {},
    tags: Record<string, string> = {},
  ): MessageQueue {
    const now = this.#dependencies.clock.now();
    const definition: QueueDefinition = {
      region,
      name,
      attributes: { ...defaultAttributes, ...attributes },
      tags,
      createdAt: now,
      modifiedAt: now,
    };
    return this.#open(this.#dependencies.journal.insertQueue(definition), definition, []);
  }

  delete(queue: MessageQueue): void {
    this.#dependencies.journal.deleteQueue(queue.queueId);
    this.#queues.delete(queue.arn);
    this.#deletedAt.set(queue.arn, this.#dependencies.clock.now());
    queue.close();
    this.#dependencies.changed?.();
  }

  /**
   * Moves ready messages out of a dead-letter queue, oldest first. As in AWS, each becomes a new message with its own
   * id (a consumer that remembers message ids would drop the old one). Copy and removal are one commit: no crash can
   * lose or duplicate a message.
   */
  redrive(
    from: MessageQueue,
    to: MessageQueue,
    { messageIds, limit = Infinity }: LocalRedriveOptions = {},
  ): Redriven[] {
    if (from === to) throw new ExpectedError("same-queue", "A queue cannot be redriven into itself");
    const { journal, clock } = this.#dependencies;
    const wanted = messageIds && new Set(messageIds);
    const old = [...from.messages("ready")].filter((message) => wanted?.has(message.messageId) ?? true).slice(0, limit);
    const copies = old.map((message) => newMessage(copyOf(message), journal.nextRowId(), clock.now()));
    if (old.length === 0) return [];
    from.remove(old, () => copies.forEach((copy) => journal.insertMessage(to.queueId, copy)));
    to.admit(copies);
    return old.map(({ messageId, traceId }, index) => ({ messageId, traceId, newMessageId: copies[index]!.messageId }));
  }

  /** Ends all long polls and closes the file. */
  close(): void {
    for (const queue of this.#queues.values()) queue.close();
    this.#dependencies.journal.close();
  }

  #open(
    queueId: number,
    definition: QueueDefinition,
    messages: ConstructorParameters<typeof MessageQueue>[3],
  ): MessageQueue {
    const queue = new MessageQueue(queueId, definition, this.#dependencies, messages);
    this.#queues.set(queue.arn, queue);
    this.#dependencies.changed?.();
    return queue;
  }
}

const NAME_BLOCKED_MS = 60_000;

export interface LocalRedriveOptions {
  /** Only these messages; default: all. */
  messageIds?: readonly string[];
  limit?: number;
}

export interface Redriven {
  messageId: string;
  newMessageId: string;
  traceId: string;
}
