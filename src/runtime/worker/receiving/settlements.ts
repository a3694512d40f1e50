import type { SQSClient } from "@aws-sdk/client-sqs";
import { ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand } from "@aws-sdk/client-sqs";
import pRetry from "p-retry";
import type { Logger } from "../../../common/logger";
import { botocoreText, queueErrorOf } from "../../queue/protocol/botocoreText";
import { Batcher } from "./batcher";

export interface SettlementsOptions {
  client: SQSClient;
  queueUrl: () => Promise<string>;
  /** Shown where the queue cannot be reached. */
  endpoint: string;
  /**
   * Resolves when all that was told of the messages so far has left this process: once a message is deleted, it does not
   * come again to have its end told.
   */
  told: () => Promise<void>;
  /** After a stop the last ones are still tried, for a bounded time. */
  isStopping: () => boolean;
  log: Logger;
  /** Fewer messages wait to be deleted than before. */
  onDeleted: () => void;
}

/** The most that SQS deletes or changes in one call. */
const SQS_BATCH = 10;

/** A delete or a change of visibility is tried this often before the message is left to its visibility timeout. */
const BACK_OFF = { retries: 3, minTimeout: 100, maxTimeout: 30_000, factor: 2, randomize: false } as const;

/**
 * What is asked of the queue for messages that were received: deletes and changes of visibility, in batches. What fails
 * in the end only comes again after its visibility timeout, and is then known as finished.
 */
export class Settlements {
  readonly #options: SettlementsOptions;
  readonly #deletes: Batcher<string>;
  /** Receipt handles whose visibility changes. */
  readonly #changes: Batcher<string>;
  /** What was asked for last, by receipt handle, and is not yet on its way. */
  readonly #wanted = new Map<string, number>();
  readonly #underWay = new Set<string>();
  #deleting = 0;

  constructor(options: SettlementsOptions) {
    this.#options = options;
    this.#deletes = new Batcher({ size: SQS_BATCH, concurrency: 4, handle: (batch) => this.#delete(batch) });
    this.#changes = new Batcher({ size: SQS_BATCH, concurrency: 2, handle: (batch) => this.#change(batch) });
  }

  /** Messages that are handled and still in the queue, in flight. */
  get deleting(): number {
    return this.#deleting;
  }

  delete(receiptHandle: string): void {
    this.#deleting++;
    this.#deletes.add(receiptHandle);
  }

  /**
   * Hides the message for so long from now on; 0: it may be received at once. One change of a message is under way at a
   * time, and the last one asked for is the last one sent: a heartbeat never overtakes a later give-back.
   */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const isWaiting = this.#wanted.has(receiptHandle);
    this.#wanted.set(receiptHandle, seconds);
    if (!isWaiting && !this.#underWay.has(receiptHandle)) this.#changes.add(receiptHandle);
  }

  /** Resolves when all that was asked for has been carried out. */
  async drained(): Promise<void> {
    await Promise.all([this.#deletes.drained(), this.#changes.drained()]);
  }

  async #delete(handles: string[]): Promise<void> {
    const { client, queueUrl, told, onDeleted } = this.#options;
    await told();
    await this.#carryOut(handles, "DeleteMessageBatch", "delete message", async (left) => {
      const Entries = left.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      const { Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: await queueUrl(), Entries }));
      return (Failed ?? []).map(({ Id }) => left[Number(Id)]!);
    });
    this.#deleting -= handles.length;
    onDeleted();
  }

  async #change(handles: string[]): Promise<void> {
    const { client, queueUrl } = this.#options;
    const Entries = handles.map((ReceiptHandle, index) => {
      const VisibilityTimeout = Math.ceil(this.#wanted.get(ReceiptHandle) ?? 0);
      this.#wanted.delete(ReceiptHandle);
      this.#underWay.add(ReceiptHandle);
      return { Id: String(index), ReceiptHandle, VisibilityTimeout };
    });
    await this.#carryOut(Entries, "ChangeMessageVisibilityBatch", "change message visibility", async (left) => {
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: await queueUrl(), Entries: left }));
      return [];
    });
    for (const handle of handles) {
      this.#underWay.delete(handle);
      if (this.#wanted.has(handle)) this.#changes.add(handle);
    }
  }

  /** `send` gives back what the queue did not do: that is tried again. */
  async #carryOut<T>(items: T[], operation: string, what: string, send: (left: T[]) => Promise<T[]>): Promise<void> {
    const { isStopping, log, endpoint } = this.#options;
    let left = items;
    const attempt = async () => {
      left = await send(left);
      if (left.length > 0) throw new Error(`${left.length} entries failed`);
    };
    try {
      await pRetry(attempt, { ...BACK_OFF, ...(isStopping() && { signal: AbortSignal.timeout(2_000) }) });
    } catch (error) {
      log.error(`Failed to ${what}: ${botocoreText(queueErrorOf(error), operation, endpoint)}`);
    }
  }
}
