import type { Message } from "@aws-sdk/client-sqs";
import { GetQueueUrlCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import pRetry from "p-retry";
import type { Logger } from "../../../common/logger";
import { botocoreText, queueErrorOf } from "../../queue/protocol/botocoreText";
import { ORIGINAL_MESSAGE_ID } from "../../queue/payload";
import type { PollFailure } from "../workerMessages";
import { Settlements } from "./settlements";
import type { OpenedSqs, Receive } from "../../queue/client/openedSqs";

/** The most messages that SQS returns in one call. */
const SQS_BATCH = 10;

/**
 * A stop lets open polls end by themselves for this long. While messages wait, every poll is answered by then; an
 * aborted one could hide messages that are on their way until their visibility timeout is over.
 */
const POLLS_END_WITHIN_MS = 250;

const BACK_OFF = { minTimeout: 1_000, maxTimeout: 30_000, factor: 2, randomize: false } as const;

export interface ReceivedMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  /** 1 on the first delivery. */
  receiveCount: number;
  /** Set on a copy moved back from the DLQ: its first MessageId. */
  originalMessageId: string | undefined;
}

export interface QueueConsumerOptions extends OpenedSqs {
  queueName: string;
  /** Shown if the queue is unreachable. */
  endpoint: string;
  waitSeconds: number;
  visibilityTimeoutSeconds: number;
  maxInFlight: number;
  /** Concurrent long polls under load; one while the queue is idle. */
  maxPolls: number;
  log: Logger;
  /** See SettlementsOptions. */
  told: () => Promise<void>;
  /** A poll failed; the next one follows after a pause. */
  onPollFailed?: (failure: PollFailure) => void;
  /** Takes received messages. `more`: the receive was full, so more messages wait in the queue. */
  onMessages: (messages: ReceivedMessage[], more: boolean) => void;
  /** Called with the messages whose visibility was extended, to extend their leases too. */
  onHeartbeat: (receiptHandles: readonly string[]) => void;
}

/**
 * A sliding window of messages in flight over one SQS queue. There are no batches to wait for: a slot is free as soon
 * as its own message is settled (exactly one of `complete`, `giveBack` or `deadLetter`). At most as many again may wait
 * for deletion: a worker that outruns its deletes would hit visibility timeouts and SQS's own limit.
 *
 *     stopped ─start─▶ polling ⇄ backing off (1 s … 30 s, after an error) ─stop─▶ draining ─▶ stopped
 *
 * While polling, a full receive starts another long poll (up to `maxPolls`) and a partial one ends it, so an idle queue
 * costs one poll. Visibility is extended at half of its timeout for everything still in flight.
 */
export class QueueConsumer {
  readonly #options: QueueConsumerOptions;
  readonly #settlements: Settlements;
  /** Receipt handle → when its visibility was last set. */
  readonly #inFlight = new Map<string, number>();
  #reserved = 0;
  #polls = 0;
  #queueUrl: Promise<string> | undefined;
  /** Aborted first: no further poll. */
  #stop = new AbortController();
  /** Then, if need be: no open poll either. */
  #abort = new AbortController();
  #receiveOnce: Receive;
  #heartbeat: NodeJS.Timeout | undefined;
  #pausedUntil = 0;
  readonly #tried = Promise.withResolvers<void>();
  #slotFreed: (() => void)[] = [];
  #pollsEnded: (() => void)[] = [];
  /** Returned while the last polls end: receipt handles with seconds. */
  readonly #returned: [receiptHandle: string, seconds: number][] = [];

  constructor(options: QueueConsumerOptions) {
    this.#options = options;
    const { client, endpoint, log, told } = options;
    this.#receiveOnce = options.receiverUntil(this.#abort.signal);
    const queueUrl = () => this.#knownQueueUrl();
    this.#settlements = new Settlements({
      client,
      queueUrl,
      endpoint,
      told,
      isStopping: () => this.#stop.signal.aborted,
      log,
      onDeleted: () => this.#wake(),
    });
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Resolves after the first look-up of the queue, found or not: by then the SDK is loaded and connected. */
  start(): Promise<void> {
    if (this.#heartbeat) return this.#tried.promise;
    this.#stop = new AbortController();
    this.#abort = new AbortController();
    this.#receiveOnce = this.#options.receiverUntil(this.#abort.signal);
    this.#heartbeat = setInterval(() => this.#extend(), (this.#options.visibilityTimeoutSeconds * 1_000) / 4);
    this.#startPoll();
    return this.#tried.promise;
  }

  /** Receives nothing for this long: the messages stay in the queue and keep their receive count. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms);
  }

  /** Deletes a handled message from the queue. */
  complete(receiptHandle: string): void {
    if (this.#free(receiptHandle)) this.#settlements.delete(receiptHandle);
  }

  /** Returns an unhandled message: the queue redelivers it after `seconds`. */
  giveBack(receiptHandle: string, seconds: number): void {
    if (!this.#free(receiptHandle)) return;
    // An open poll would receive it again at once, and a few such receives lead to the dead-letter queue.
    if (this.#stop.signal.aborted && this.#polls > 0) this.#returned.push([receiptHandle, seconds]);
    else this.#settlements.changeVisibility(receiptHandle, seconds);
  }

  /** For a message that can never be handled: copies it to the DLQ with the reason, and only then deletes it. */
  async deadLetter(message: ReceivedMessage, reason: string): Promise<boolean> {
    const { client, queueName, endpoint, log } = this.#options;
    const name = `${queueName}-dlq`;
    try {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
      const MessageAttributes = {
        reason: { DataType: "String", StringValue: reason },
        [ORIGINAL_MESSAGE_ID]: { DataType: "String", StringValue: message.messageId },
      };
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: message.body, MessageAttributes }));
    } catch (error) {
      log.error(`Failed to send message to ${name}: ${botocoreText(queueErrorOf(error), "SendMessage", endpoint)}`);
      this.giveBack(message.receiptHandle, this.#options.visibilityTimeoutSeconds);
      return false;
    }
    log.warning(`Message moved to dead-letter queue message_id=${message.messageId} reason=${reason}`);
    this.complete(message.receiptHandle);
    return true;
  }

  /** Ends the polls. The caller settles what is in flight, then awaits `drained`. */
  async stopPolling(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    if (this.#polls === 0) return;
    const late = setTimeout(() => this.#abort.abort(), POLLS_END_WITHIN_MS);
    await new Promise<void>((resolve) => this.#pollsEnded.push(resolve));
    clearTimeout(late);
  }

  /** Resolves when every requested delete and return has been carried out. */
  async drained(): Promise<void> {
    await this.#settlements.drained();
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  #startPoll(): void {
    this.#polls++;
    void this.#poll();
  }

  /** Counts itself out in the turn in which it decides to end: two polls that end together must not be the last two. */
  async #poll(): Promise<void> {
    const { signal } = this.#stop;
    try {
      while (!signal.aborted) {
        const room = await this.#room(signal);
        if (room === 0) return;
        let messages: ReceivedMessage[];
        try {
          messages = await this.#receive(room, signal);
        } finally {
          this.#reserved -= room;
          this.#wake(); // others may wait for this room
        }
        if (messages.length > 0) {
          const now = Date.now();
          for (const { receiptHandle } of messages) this.#inFlight.set(receiptHandle, now);
          this.#options.onMessages(messages, messages.length === SQS_BATCH);
        }
        if (messages.length === SQS_BATCH && this.#polls < this.#options.maxPolls) this.#startPoll();
        else if (messages.length < Math.min(room, SQS_BATCH) && this.#polls > 1) return;
      }
    } finally {
      this.#polls--;
      if (this.#polls === 0) this.#endPolls();
    }
  }

  #endPolls(): void {
    for (const [receiptHandle, seconds] of this.#returned.splice(0))
      this.#settlements.changeVisibility(receiptHandle, seconds);
    for (const resolve of this.#pollsEnded.splice(0)) resolve();
  }

  /** Reserves up to a batch of the window; 0 if the consumer is stopping. */
  async #room(signal: AbortSignal): Promise<number> {
    for (;;) {
      if (signal.aborted) return 0;
      const pause = this.#pausedUntil - Date.now();
      const { maxInFlight } = this.#options;
      const free = maxInFlight - this.#inFlight.size - this.#reserved;
      if (pause > 0) await this.#slotOr(pause);
      else if (free <= 0 || this.#settlements.deleting >= maxInFlight) await this.#slotOr(undefined);
      else {
        const room = Math.min(free, SQS_BATCH);
        this.#reserved += room;
        return room;
      }
    }
  }

  #slotOr(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#slotFreed.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async #receive(room: number, signal: AbortSignal): Promise<ReceivedMessage[]> {
    const { queueName, endpoint, waitSeconds, visibilityTimeoutSeconds, log } = this.#options;
    let operation = "GetQueueUrl";
    let received: ReceivedMessage[] = [];
    const attempt = async () => {
      operation = "GetQueueUrl";
      const QueueUrl = await this.#knownQueueUrl();
      this.#tried.resolve();
      operation = "ReceiveMessage";
      const { Messages = [] } = await this.#receiveOnce({
        QueueUrl,
        MaxNumberOfMessages: room,
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: visibilityTimeoutSeconds,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
        MessageAttributeNames: [ORIGINAL_MESSAGE_ID],
      });
      received = Messages.map(toReceived);
    };
    try {
      await pRetry(attempt, {
        ...BACK_OFF,
        retries: Number.POSITIVE_INFINITY,
        signal,
        shouldRetry: () => !signal.aborted,
        onFailedAttempt: ({ error, attemptNumber }) => {
          if (signal.aborted) return;
          this.#tried.resolve();
          this.#queueUrl = undefined; // the queue may have been recreated elsewhere
          const cause = queueErrorOf(error);
          this.#options.onPollFailed?.({ operation, ...cause });
          const text = botocoreText(cause, operation, endpoint);
          const what =
            operation === "GetQueueUrl" ? `get queue URL for ${queueName}` : `receive message from ${queueName}`;
          log.error(`Failed to ${what}: ${text}`);
          const seconds = Math.min(BACK_OFF.minTimeout * 2 ** (attemptNumber - 1), BACK_OFF.maxTimeout) / 1_000;
          log.warning(`Backing off ${seconds}s after ${error.name}`);
        },
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    // A stop makes pRetry fail, even if the last poll brought messages.
    return received;
  }

  #knownQueueUrl(): Promise<string> {
    return (this.#queueUrl ??= this.#resolveQueueUrl());
  }

  async #resolveQueueUrl(): Promise<string> {
    const { client, queueName } = this.#options;
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queueName }));
    return QueueUrl!;
  }

  #extend(): void {
    const now = Date.now();
    const seconds = this.#options.visibilityTimeoutSeconds;
    const due: string[] = [];
    for (const [handle, at] of this.#inFlight) {
      if (now - at < (seconds * 1_000) / 2) continue;
      this.#inFlight.set(handle, now);
      due.push(handle);
      this.#settlements.changeVisibility(handle, seconds);
    }
    if (due.length > 0) this.#options.onHeartbeat(due);
  }

  #free(receiptHandle: string): boolean {
    const known = this.#inFlight.delete(receiptHandle);
    this.#wake();
    return known;
  }

  #wake(): void {
    for (const wake of this.#slotFreed.splice(0)) wake();
  }
}

function toReceived(message: Message): ReceivedMessage {
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
    originalMessageId: message.MessageAttributes?.[ORIGINAL_MESSAGE_ID]?.StringValue,
  };
}
