import type { Clock } from "../../common/clock";
import type { SqsClient } from "./protocol/sqsCall";

/** A consumer: who calls ReceiveMessage on which queue. Times are milliseconds since the Unix epoch. */
export interface Poller extends SqsClient {
  readonly queueName: string;
  /** Long polls that are open now. */
  openPolls: number;
  lastPollAt: number;
  /** When it last was handed a message. */
  lastReceivedAt?: number;
  receivedMessages: number;
  /** Why its last call was refused; absent since a poll was taken. */
  refusal?: PollRefusal;
}

export interface PollRefusal {
  /** "ReceiveMessage", or "GetQueueUrl" of a consumer that polled before. */
  operation: string;
  /** As AWS names it: AccessDenied, AWS.SimpleQueueService.NonExistentQueue. */
  code: string;
  message: string;
  at: number;
}

/** A consumer that lives asks again within its long poll of 20 s. */
export const POLL_EXPECTED_WITHIN_MS = 30_000;

/** Remembers the consumers; processes of one user agent, key and address count as one. */
export class PollerRegistry {
  readonly #pollers = new Map<string, Poller>();

  /** `changed`: a consumer began or stopped to wait. */
  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void = () => {},
  ) {}

  /** A ReceiveMessage begins; call the answer with the number of messages when it ends. */
  begin(client: SqsClient, queueName: string): (received: number) => void {
    const poller = this.#find(client, queueName);
    poller.openPolls++;
    poller.lastPollAt = this.clock.now();
    delete poller.refusal;
    this.changed();
    return (received) => {
      poller.openPolls--;
      this.changed();
      if (received === 0) return;
      poller.lastReceivedAt = this.clock.now();
      poller.receivedMessages += received;
    };
  }

  /** A call was refused. Who never polled is no consumer: the API, too, asks for the queue's URL. */
  refused(client: SqsClient, queueName: string, { operation, code, message }: Omit<PollRefusal, "at">): void {
    const isPoll = operation === "ReceiveMessage";
    if (!isPoll && !(operation === "GetQueueUrl" && this.#pollers.has(keyOf(client, queueName)))) return;
    const poller = this.#find(client, queueName);
    const at = this.clock.now();
    poller.refusal = { operation, code, message, at };
    if (isPoll) poller.lastPollAt = at;
    this.changed();
  }

  /** Copies, the latest poll first. */
  list(): Poller[] {
    return [...this.#pollers.values()].map((poller) => ({ ...poller })).sort((a, b) => b.lastPollAt - a.lastPollAt);
  }

  #find(client: SqsClient, queueName: string): Poller {
    const { address, userAgent, accessKeyId } = client;
    const key = keyOf(client, queueName);
    const known = this.#pollers.get(key);
    if (known) return known;
    if (this.#pollers.size >= MAX_POLLERS) this.#forgetOldest();
    const poller: Poller = {
      address,
      userAgent,
      accessKeyId,
      queueName,
      openPolls: 0,
      lastPollAt: 0,
      receivedMessages: 0,
    };
    this.#pollers.set(key, poller);
    return poller;
  }

  #forgetOldest(): void {
    const idle = [...this.#pollers].filter(([, poller]) => poller.openPolls === 0);
    const oldest = idle.sort(([, a], [, b]) => a.lastPollAt - b.lastPollAt)[0];
    if (oldest) this.#pollers.delete(oldest[0]);
  }
}

const keyOf = ({ address, userAgent, accessKeyId }: SqsClient, queueName: string) =>
  `${queueName}\n${address}\n${accessKeyId}\n${userAgent}`;

const MAX_POLLERS = 100;
