import type { Clock } from "../../common/clock";
import type { SqsClient } from "./protocol/sqsCall";

/** A consumer: a client that calls ReceiveMessage on one queue. Times are milliseconds since the Unix epoch. */
export interface Poller extends SqsClient {
  readonly queueName: string;
  /** Long polls that are open now. */
  openPolls: number;
  lastPollAt: number;
  /** When it last received a message. */
  lastReceivedAt?: number;
  receivedMessages: number;
  /** Why its last call was refused; absent after an accepted poll. */
  refusal?: PollRefusal;
}

export interface PollRefusal {
  /** "ReceiveMessage", or "GetQueueUrl" from a consumer that polled before. */
  operation: string;
  /** AWS's name: AccessDenied, AWS.SimpleQueueService.NonExistentQueue. */
  code: string;
  message: string;
  at: number;
}

/** A program that asked for a queue which is not there: of another name, or in another region. */
export interface QueueStray {
  userAgent: string;
  queueName: string;
  region: string;
  at: number;
}

/** A live consumer polls again within its long poll of 20 s. */
export const POLL_EXPECTED_WITHIN_MS = 30_000;

/** Remembers the consumers. Processes with the same user agent, key and address count as one. */
export class PollerRegistry {
  readonly #pollers = new Map<string, Poller>();
  readonly #strays = new Map<string, QueueStray>();

  /** `changed`: a consumer started or stopped waiting, or was refused. */
  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void = () => {},
  ) {}

  /** Starts a ReceiveMessage. Call the result with the number of messages when it ends. */
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

  /** Records a refused call. A client that never polled is not a consumer: the API, too, calls GetQueueUrl. */
  refused(client: SqsClient, queueName: string, { operation, code, message }: Omit<PollRefusal, "at">): void {
    const isPoll = operation === "ReceiveMessage";
    if (!isPoll && !(operation === "GetQueueUrl" && this.#pollers.has(keyOf(client, queueName)))) return;
    const poller = this.#find(client, queueName);
    const at = this.clock.now();
    poller.refusal = { operation, code, message, at };
    if (isPoll) poller.lastPollAt = at;
    this.changed();
  }

  /** Records a program that asked for a missing queue, whether it ever polled or not. */
  strayed({ userAgent }: SqsClient, queueName: string, region: string): void {
    const key = `${userAgent}\n${queueName}\n${region}`;
    this.#strays.delete(key);
    this.#strays.set(key, { userAgent, queueName, region, at: this.clock.now() });
    const [oldest] = this.#strays.keys();
    if (this.#strays.size > MAX_STRAYS && oldest !== undefined) this.#strays.delete(oldest);
    this.changed();
  }

  /** The newest last. */
  strays(): QueueStray[] {
    return [...this.#strays.values()];
  }

  /** Copies, latest poll first. */
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
const MAX_STRAYS = 20;
