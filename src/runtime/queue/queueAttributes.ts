import { isFields } from "./protocol/requestFields";
import type { MessageQueue } from "./messageQueue";
import { SqsError } from "./protocol/sqsError";

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

/** Validates the attributes of CreateQueue and SetQueueAttributes. Throws the error that SQS answers. */
export function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!settable.has(name)) throw new SqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    const range = ranges[name];
    if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]))
      throw invalidValue(name);
    if (name === "RedrivePolicy" && value !== "") checkRedrivePolicy(value);
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
    else if (!settable.has(name)) throw new SqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
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

function checkRedrivePolicy(json: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(json);
  } catch {
    throw invalidValue("RedrivePolicy");
  }
  if (!isFields(policy) || typeof policy["deadLetterTargetArn"] !== "string") throw invalidValue("RedrivePolicy");
  const count = Number(policy["maxReceiveCount"]);
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw invalidValue("RedrivePolicy");
}

const invalidValue = (name: string): SqsError =>
  new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
