import type { SQSClient } from "@aws-sdk/client-sqs";
import { ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand } from "@aws-sdk/client-sqs";
import pRetry from "p-retry";
import type { Logger } from "../../../common/logger";
import { botocoreText, queueErrorOf } from "../../queue/protocol/botocoreText";
import { Batcher } from "./batcher";

export interface SettlementsOptions {
  client: SQSClient;
  queueUrl: () => Promise<string>;
  /** Shown if the queue is unreachable. */
  endpoint: string;
  /** Resolves when all events so far have left this process: after its deletion, a message cannot be reported again. */
  told: () => Promise<void>;
  /** After a stop, the last ones are still tried for a limited time. */
  isStopping: () => boolean;
  log: Logger;
  /** Fewer messages now wait for deletion. */
  onDeleted: () => void;
}

/** The most that SQS deletes or changes in one call. */
const SQS_BATCH = 10;

/** Retries of a delete or a change of visibility; after them the message is left to its visibility timeout. */
const BACK_OFF = { retries: 3, minTimeout: 100, maxTimeout: 30_000, factor: 2, randomize: false } as const;

/**
 * Carries out deletes and changes of visibility in batches. A message whose delete fails in the end is redelivered
 * after its visibility timeout, and is then known to be finished.
 */
export class Settlements {
  readonly #options: SettlementsOptions;
  readonly #deletes: Batcher<string>;
  /** Receipt handles whose visibility changes. */
  readonly #changes: Batcher<string>;
  /** The last requested visibility by receipt handle, not yet sent. */
  readonly #wanted = new Map<string, number>();
  readonly #underWay = new Set<string>();
  #deleting = 0;

  constructor(options: SettlementsOptions) {
    this.#options = options;
    this.#deletes = new Batcher({ size: SQS_BATCH, concurrency: 4, handle: (batch) => this.#delete(batch) });
    this.#changes = new Batcher({ size: SQS_BATCH, concurrency: 2, handle: (batch) => this.#change(batch) });
  }

  /** Number of handled messages still in flight in the queue. */
  get deleting(): number {
    return this.#deleting;
  }

  delete(receiptHandle: string): void {
    this.#deleting++;
    this.#deletes.add(receiptHandle);
  }

  /**
   * Hides the message for this long from now; 0: it can be received at once. Only one change per message is in progress
   * at a time, and the last one requested is the last one sent: a heartbeat never overtakes a later give-back.
   */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const isWaiting = this.#wanted.has(receiptHandle);
    this.#wanted.set(receiptHandle, seconds);
    if (!isWaiting && !this.#underWay.has(receiptHandle)) this.#changes.add(receiptHandle);
  }

  /** Resolves when everything requested has been carried out. */
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

  /** `send` returns the items that the queue did not process, for a retry. */
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
