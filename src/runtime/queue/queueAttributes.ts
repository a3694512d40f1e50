import { isFields } from "./protocol/requestFields";
import type { MessageQueue } from "./messageQueue";
import { SqsError } from "./protocol/sqsError";

/** Whether there is a queue with this ARN. */
type QueueExists = (arn: string) => boolean;

export const MAX_MESSAGE_BYTES = 1_048_576;

/** A new queue's default attributes: AWS's own, in seconds and bytes. */
export const defaultAttributes: Readonly<Record<string, string>> = {
  VisibilityTimeout: "30",
  DelaySeconds: "0",
  MaximumMessageSize: String(MAX_MESSAGE_BYTES),
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
};

/**
 * Validates the attributes of CreateQueue and SetQueueAttributes for the queue with this ARN. Throws the error that SQS
 * answers.
 */
export function checkAttributes(
  attributes: Readonly<Record<string, string>>,
  arn: string,
  queueExists: QueueExists,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (fifoOnly.has(name)) throw fifoAttribute(name, value);
    if (!settable.has(name)) throw new SqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    const range = ranges[name];
    if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]))
      throw invalidValue(name);
    if (name === "RedrivePolicy" && value !== "") checkRedrivePolicy(value, arn, queueExists);
  }
}

/** The requested attributes; `All` means every attribute of the queue. Unknown names are the caller's error. */
export function readAttributes(queue: MessageQueue, names: readonly string[]): Record<string, string> | undefined {
  const { definition } = queue;
  const counts = queue.counts();
  const all: Record<string, string> = {
    ...definition.attributes,
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(definition.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(definition.modifiedAt / 1000)),
  };
  if (names.includes("All")) return all;
  const chosen: Record<string, string> = {};
  for (const name of names) {
    if (Object.hasOwn(all, name)) chosen[name] = all[name]!;
    else if (!settable.has(name) && !fifoOnly.has(name))
      throw new SqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
  return names.length === 0 ? undefined : chosen;
}

const ranges: Readonly<Record<string, readonly [min: number, max: number]>> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, MAX_MESSAGE_BYTES],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};

/** Policies and keys are stored and shown, but not enforced. */
const settable: ReadonlySet<string> = new Set([
  ...Object.keys(defaultAttributes),
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "Policy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
]);

const fifoOnly: ReadonlySet<string> = new Set([
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
]);

/** AWS knows no `FifoQueue` on a standard queue, not even `false`. */
const fifoAttribute = (name: string, value: string): SqsError =>
  name === "FifoQueue" && value === "true"
    ? SqsError.named("UnsupportedOperation", FIFO_UNSUPPORTED)
    : new SqsError("InvalidAttributeName", `Unknown Attribute ${name}. A standard queue has none: leave it out.`);

export const FIFO_UNSUPPORTED =
  "FIFO queues are not supported by this local server. Use a standard queue here, or a FIFO queue in AWS.";

function checkRedrivePolicy(json: string, arn: string, queueExists: QueueExists): void {
  const invalid = (reason: string): SqsError =>
    new SqsError(
      "InvalidParameterValue",
      `Value ${json.slice(0, 300)} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  let policy: unknown;
  try {
    policy = JSON.parse(json);
  } catch {
    throw invalid("Redrive policy is not a valid JSON map.");
  }
  if (!isFields(policy)) throw invalid("Redrive policy is not a valid JSON map.");
  const { deadLetterTargetArn: target, maxReceiveCount } = policy;
  if (typeof target !== "string" || target === "")
    throw invalid("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (maxReceiveCount === undefined || maxReceiveCount === null)
    throw invalid("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  const count =
    typeof maxReceiveCount === "string" && /^\d{1,9}$/.test(maxReceiveCount)
      ? Number(maxReceiveCount)
      : maxReceiveCount;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > 1000)
    throw invalid(
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount).slice(0, 20)}, valid values are from 1 to 1000 both inclusive.`,
    );
  if (target.endsWith(".fifo")) throw invalid("Dead-letter queue must be same type of queue as the source.");
  if (target === arn) throw invalid("Dead-letter queue cannot be the source queue itself.");
  if (!queueExists(target)) throw invalid("Dead letter target does not exist.");
}

const invalidValue = (name: string): SqsError =>
  new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
