import { SendMessageBatchCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { SendMessageBatchResultEntry, SQSClient, SQSClientConfig } from "@aws-sdk/client-sqs";
import type { Logger } from "../../../common/logger";
import { maskNumber } from "../../../common/masking";
import { PRODUCER_AGENT, type MessagePayload } from "../../queue/payload";
import type { OpenedSqs } from "../../queue/client/openedSqs";
import type { ApiLog } from "../apiLog";
import { splitIntoBatches, type BatchItem } from "./messageBatches";
import { botocoreText, queueErrorOf, NON_EXISTENT_QUEUE, type QueueError } from "../../queue/protocol/botocoreText";

export interface ProducerOptions {
  log: Logger;
  queueName: string;
  region: string;
  /** Default: AWS itself. */
  endpoint?: string;
  credentials?: SQSClientConfig["credentials"];
  /** Per attempt; default 3,000. */
  requestTimeoutMs?: number;
}

/** The result for one payload: its message id, or why it was not enqueued. */
export type EnqueueResult = { payload: MessagePayload } & ({ messageId: string } | { error: QueueError });

const PARALLEL_BATCHES = 8;
/** Per attempt. boto3 waits a minute for a queue that does not answer, too long for a person who waits. */
const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 3_000;

/** Sends messages to the queue by name. The SDK retries (three attempts); each message gets its own result. */
export class MessageProducer {
  readonly #options: ProducerOptions;
  readonly #log: ApiLog;
  #sqs: Promise<OpenedSqs> | undefined;
  readonly #endpoint: string;
  #queueUrl: string | undefined;

  constructor(options: ProducerOptions, log: ApiLog) {
    this.#options = options;
    this.#log = log;
    this.#endpoint = options.endpoint ?? `https://sqs.${options.region}.amazonaws.com`;
  }

  /** Never throws: returns one result per payload, in the order given. */
  async enqueue(tenantId: number, payloads: readonly MessagePayload[]): Promise<EnqueueResult[]> {
    const { items, tooLong } = splitIntoBatches(payloads);
    const results = new Map<MessagePayload, EnqueueResult>(tooLong.map((result) => [result.payload, result]));
    if (items.length > 0) await this.#send(tenantId, items, (result) => results.set(result.payload, result));
    this.#logFailures([...results.values()]);
    return payloads.map((payload) => results.get(payload) ?? { payload, error: UNANSWERED });
  }

  destroy(): void {
    void this.#sqs?.then(({ client }) => client.destroy());
  }

  /** Opens the client at the first message. */
  async #client(): Promise<SQSClient> {
    this.#sqs ??= this.#open();
    return (await this.#sqs).client;
  }

  async #open(): Promise<OpenedSqs> {
    const { region, credentials, endpoint, requestTimeoutMs: answer = REQUEST_TIMEOUT_MS, log } = this.#options;
    const { openSqsClient } = await import("../../queue/client/sqsClient");
    return openSqsClient({
      userAgent: `${PRODUCER_AGENT}${process.pid}`,
      config: { region, ...(credentials && { credentials }), ...(endpoint !== undefined && { endpoint }) },
      timeouts: { connect: CONNECTION_TIMEOUT_MS, answer },
      log,
    });
  }

  async #send(tenantId: number, batches: readonly BatchItem[][], done: (result: EnqueueResult) => void): Promise<void> {
    const { queueName, region } = this.#options;
    const failAll = (batch: readonly BatchItem[], error: QueueError) =>
      batch.forEach(({ payload }) => done({ payload, error }));
    let queueUrl: string;
    try {
      queueUrl = await this.#resolveQueueUrl();
    } catch (error) {
      const reason = queueErrorOf(error);
      this.#log.write(
        "ERROR",
        `Failed to get queue URL for ${queueName}: ${botocoreText(reason, "GetQueueUrl", this.#endpoint)}`,
      );
      return failAll(batches.flat(), reason);
    }
    const trace = `queue_name=${queueName} queue_url=${queueUrl} region=${region} tenant_id=${tenantId}`;
    this.#log.write("INFO", `SQS_QUEUE_URL_TRACE | send_message | ${trace}`);

    const waiting = batches.values();
    const sendNext = async (): Promise<void> => {
      for (const batch of waiting) {
        try {
          await this.#sendBatch(queueUrl, batch, done);
        } catch (error) {
          const reason = queueErrorOf(error);
          if (reason.code === NON_EXISTENT_QUEUE) this.#queueUrl = undefined;
          failAll(batch, reason);
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_BATCHES }, sendNext));
  }

  async #sendBatch(
    queueUrl: string,
    batch: readonly BatchItem[],
    done: (result: EnqueueResult) => void,
  ): Promise<void> {
    const client = await this.#client();
    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map(({ body }, index) => ({ Id: String(index), MessageBody: body })),
      }),
    );
    const sent = new Map((Successful ?? []).map((entry: SendMessageBatchResultEntry) => [entry.Id, entry.MessageId]));
    const failed = new Map((Failed ?? []).map((entry) => [entry.Id, entry]));
    batch.forEach(({ payload }, index) => {
      const messageId = sent.get(String(index));
      if (messageId !== undefined) {
        this.#log.write("INFO", `Messaging job enqueued: to=${maskNumber(payload.to)}`);
        return done({ payload, messageId });
      }
      const entry = failed.get(String(index));
      const error = entry ? { code: entry.Code ?? "Unknown", message: entry.Message ?? "" } : UNANSWERED;
      return done({ payload, error });
    });
  }

  async #resolveQueueUrl(): Promise<string> {
    if (this.#queueUrl !== undefined) return this.#queueUrl;
    const client = await this.#client();
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: this.#options.queueName }));
    if (!QueueUrl) throw new Error("GetQueueUrl answered without a URL");
    this.#queueUrl = QueueUrl;
    return QueueUrl;
  }

  /** Logs one line per reason, however many messages it affects. */
  #logFailures(results: readonly EnqueueResult[]): void {
    for (const { code, message, count } of countErrors(results)) {
      const text = botocoreText({ code, message }, "SendMessageBatch", this.#endpoint);
      this.#log.write("ERROR", `Failed to send message to ${this.#options.queueName}: ${text} (${count} messages)`);
    }
  }
}

const UNANSWERED: QueueError = { code: "Unanswered", message: "the queue's answer does not name this message" };

/** The distinct errors among the results, each with its count. */
export function countErrors(results: readonly EnqueueResult[]): (QueueError & { count: number })[] {
  const counted = new Map<string, QueueError & { count: number }>();
  for (const result of results) {
    if (!("error" in result)) continue;
    const { code, message } = result.error;
    const key = `${code}\n${message}`;
    counted.set(key, { code, message, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()];
}
