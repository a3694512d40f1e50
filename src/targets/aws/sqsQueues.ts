import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient, type QueueAttributeName } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Disposable } from "../../common/disposable";
import { AwsConnection, isReason, type AwsSettings } from "./awsConnection";
import { parseQueueArn, type QueueArn } from "./queueAddress";

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

const redrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  /** AWS accepts and returns a number or a string. */
  maxReceiveCount: z.coerce.number(),
});

export interface QueueAttributes {
  url: string;
  arn: QueueArn | undefined;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Seconds. */
  visibilityTimeout: number;
  redrive: { maxReceiveCount: number; deadLetterQueue: QueueArn } | undefined;
  /** JSON as AWS stores it. */
  policy: string | undefined;
}

/**
 * Queues by name, through the real SDK. `reads` retries transient failures; `writes` never retries: a SendMessage whose
 * answer was lost may have been taken, and a second one rings a phone twice.
 */
export class SqsQueues implements Disposable {
  readonly reads: AwsConnection<SQSClient>;
  readonly writes: AwsConnection<SQSClient>;
  readonly #urls = new Map<string, string>();

  constructor(settings: AwsSettings) {
    this.reads = new AwsConnection(settings, (config) => new SQSClient(config));
    this.writes = new AwsConnection(settings, (config) => new SQSClient(config), 1);
  }

  async urlOf(name: string, signal?: AbortSignal, account?: string): Promise<string> {
    const known = this.#urls.get(name);
    if (known !== undefined) return known;
    const command = new GetQueueUrlCommand({
      QueueName: name,
      ...(account !== undefined && { QueueOwnerAWSAccountId: account }),
    });
    const { QueueUrl = "" } = await this.reads.call(
      "GetQueueUrl",
      (client, abortSignal) => client.send(command, { abortSignal }),
      signal,
    );
    this.#urls.set(name, QueueUrl);
    return QueueUrl;
  }

  async attributes(
    name: string,
    signal?: AbortSignal,
    { withPolicy = false, account }: { withPolicy?: boolean; account?: string } = {},
  ): Promise<QueueAttributes> {
    const url = await this.urlOf(name, signal, account);
    const AttributeNames: QueueAttributeName[] = [...COUNTS, "QueueArn", "RedrivePolicy", "VisibilityTimeout"];
    const command = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: withPolicy ? [...AttributeNames, "Policy"] : AttributeNames,
    });
    try {
      const { Attributes = {} } = await this.reads.call(
        "GetQueueAttributes",
        (client, abortSignal) => client.send(command, { abortSignal }),
        signal,
      );
      return readAttributes(url, Attributes);
    } catch (error) {
      this.#urls.delete(name);
      throw error;
    }
  }

  /** The dead-letter queue: from the redrive policy, else the backend's usual one, `<name>-dlq`. */
  async deadLetterQueue(
    name: string,
    { redrive, arn }: QueueAttributes,
    signal?: AbortSignal,
  ): Promise<QueueAttributes | undefined> {
    const target = redrive?.deadLetterQueue;
    const isForeign = target && arn && target.account !== arn.account;
    try {
      return await this.attributes(target?.name ?? `${name}-dlq`, signal, isForeign ? { account: target.account } : {});
    } catch (error) {
      if (isReason(error, "queue-not-found")) return undefined;
      throw error;
    }
  }

  dispose(): void {
    this.reads.dispose();
    this.writes.dispose();
    this.#urls.clear();
  }
}

function readAttributes(url: string, attributes: Partial<Record<string, string>>): QueueAttributes {
  const count = (name: (typeof COUNTS)[number]) => Number(attributes[name] ?? 0);
  return {
    url,
    arn: parseQueueArn(attributes["QueueArn"]),
    visible: count("ApproximateNumberOfMessages"),
    inFlight: count("ApproximateNumberOfMessagesNotVisible"),
    delayed: count("ApproximateNumberOfMessagesDelayed"),
    visibilityTimeout: Number(attributes["VisibilityTimeout"] ?? 30),
    redrive: readRedrive(attributes["RedrivePolicy"]),
    policy: attributes["Policy"],
  };
}

function readRedrive(json: string | undefined): QueueAttributes["redrive"] {
  if (!json) return undefined;
  try {
    const { deadLetterTargetArn, maxReceiveCount } = redrivePolicy.parse(JSON.parse(json));
    const deadLetterQueue = parseQueueArn(deadLetterTargetArn);
    return deadLetterQueue && { maxReceiveCount, deadLetterQueue };
  } catch {
    return undefined;
  }
}
