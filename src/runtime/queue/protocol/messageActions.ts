import {
  isValidText,
  md5OfAttributes,
  messageSize,
  readMessageAttributes,
  readSystemAttributes,
  selectAttributes,
  type MessageAttributes,
} from "../messageAttributes";
import type { MessageQueue, Received } from "../messageQueue";
import { queueIdOfHandle, type MessageDraft, type StoredQueueMessage } from "../queueMessage";
import { ORIGINAL_MESSAGE_ID } from "../payload";
import { producerOf } from "./producer";
import { MAX_MESSAGE_BYTES } from "../queueAttributes";
import {
  batchEntries,
  MAX_BATCH_ENTRIES,
  optionalInteger,
  optionalText,
  optionalTexts,
  requiredText,
  type RequestFields,
} from "./requestFields";
import { requestedQueue, type SqsAction } from "./sqsAction";
import { SqsError } from "./sqsError";

export const messageActions = {
  SendMessage({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const draft = readDraft(queue, input);
    return sent(queue.send([draft], producerOf(call.client))[0]!);
  },

  SendMessageBatch({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const entries = batchEntries(input);
    const { done, failed } = eachEntry(entries, (entry) => ({ Id: entry.Id, draft: readDraft(queue, entry) }));
    const total = done.reduce((bytes, { draft }) => bytes + messageSize(draft.body, draft.attributes), 0);
    if (total > MAX_MESSAGE_BYTES)
      throw new SqsError(
        "BatchRequestTooLong",
        `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${total} bytes.`,
      );
    const drafts = done.map(({ draft }) => draft);
    const messages = queue.send(drafts, producerOf(call.client));
    return {
      Successful: messages.map((message, index) => ({ Id: done[index]!.Id, ...sent(message) })),
      Failed: failed,
    };
  },

  ReceiveMessage({ queues, pollers, handedOut, holding }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const max = optionalInteger(input, "MaxNumberOfMessages", 1, MAX_BATCH_ENTRIES) ?? 1;
    const visibilitySeconds = optionalInteger(input, "VisibilityTimeout", 0, MAX_VISIBILITY_SECONDS);
    const waitSeconds =
      optionalInteger(input, "WaitTimeSeconds", 0, 20) ??
      Number(queue.definition.attributes["ReceiveMessageWaitTimeSeconds"]);
    const wanted = readWanted(input);
    const holdBack = holding?.holdBack(queue, call.client);
    const endPoll = pollers.begin(call.client, queue.definition.name);
    const answer = (received: Received[]): object => {
      endPoll(received.length);
      const messages = received.map(({ message }) => message);
      if (messages.length > 0) handedOut?.(call.client.userAgent, messages);
      if (received.length === 0) return {};
      return { Messages: received.map((each) => shown(each, wanted)) };
    };
    try {
      const received = queue.receive(max, visibilitySeconds, holdBack);
      if (received.length === 0 && waitSeconds === 0 && queue.isFull) throw SqsError.named("OverLimit");
      if (received.length > 0 || waitSeconds === 0) return answer(received);
    } catch (error) {
      endPoll(0);
      throw error;
    }
    const onGone = (callback: () => void) => call.onGone(callback);
    const poll = queue.poll({ max, visibilitySeconds, waitSeconds, onGone, holdBack });
    return poll.then(answer, (error: unknown) => {
      endPoll(0);
      throw error;
    });
  },

  DeleteMessage({ queues, holding }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const handle = readReceiptHandle(queue, input);
    const held = holding?.beforeDelete(queue, call.client, [handle]);
    const remove = () => {
      queue.delete([handle]);
      return {};
    };
    return held ? held.then(remove) : remove();
  },

  DeleteMessageBatch({ queues, holding }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const { done, failed } = eachEntry(batchEntries(input), (entry) => ({
      Id: entry.Id,
      handle: readReceiptHandle(queue, entry),
    }));
    const handles = done.map(({ handle }) => handle);
    const held = holding?.beforeDelete(queue, call.client, handles);
    const remove = () => {
      queue.delete(handles);
      return { Successful: done.map(({ Id }) => ({ Id })), Failed: failed };
    };
    return held ? held.then(remove) : remove();
  },

  ChangeMessageVisibility({ queues }, input, call) {
    changeVisibility(requestedQueue(queues, input, call), input);
    return {};
  },

  ChangeMessageVisibilityBatch({ queues }, input, call) {
    const queue = requestedQueue(queues, input, call);
    const { done, failed } = eachEntry(batchEntries(input), (entry) => {
      changeVisibility(queue, entry);
      return { Id: entry.Id };
    });
    return { Successful: done, Failed: failed };
  },
} satisfies Record<string, SqsAction>;

interface WantedAttributes {
  system: readonly string[];
  message: readonly string[];
}

interface BatchFailure {
  Id: string;
  SenderFault: boolean;
  Code: string;
  Message: string;
}

const MAX_VISIBILITY_SECONDS = 43_200;
const GROUP_ID = /^[\x21-\x7e]{1,128}$/;

/** AWS's names; the FIFO ones are valid too, and absent from the answer. */
const systemAttributeNames: ReadonlySet<string> = new Set([
  "All",
  "SenderId",
  "SentTimestamp",
  "ApproximateReceiveCount",
  "ApproximateFirstReceiveTimestamp",
  "SequenceNumber",
  "MessageDeduplicationId",
  "MessageGroupId",
  "AWSTraceHeader",
  "DeadLetterQueueSourceArn",
]);

function readDraft(queue: MessageQueue, input: RequestFields): MessageDraft {
  const body = requiredText(input, "MessageBody");
  if (!isValidText(body))
    throw new SqsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  const deduplicationId = optionalText(input, "MessageDeduplicationId");
  if (deduplicationId !== undefined)
    throw new SqsError(
      "InvalidParameterValue",
      `Value ${deduplicationId.slice(0, 128)} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  const attributes = readMessageAttributes(input, "MessageAttributes");
  const limit = Number(queue.definition.attributes["MaximumMessageSize"]);
  if (messageSize(body, attributes) > limit)
    throw new SqsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  return {
    body,
    attributes,
    systemAttributes: readSystemAttributes(input),
    groupId: readGroupId(input),
    delaySeconds: optionalInteger(input, "DelaySeconds", 0, 900) ?? Number(queue.definition.attributes["DelaySeconds"]),
  };
}

/** Fair queues: a standard queue takes a group for each message, and returns it. */
function readGroupId(input: RequestFields): string | undefined {
  const groupId = optionalText(input, "MessageGroupId");
  if (groupId !== undefined && !GROUP_ID.test(groupId))
    throw new SqsError(
      "InvalidParameterValue",
      `Value ${groupId.slice(0, 128)} for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  return groupId;
}

function readWanted(input: RequestFields): WantedAttributes {
  const system = [...optionalTexts(input, "AttributeNames"), ...optionalTexts(input, "MessageSystemAttributeNames")];
  for (const name of system)
    if (!systemAttributeNames.has(name))
      throw new SqsError("InvalidAttributeName", `Unknown Attribute ${name.slice(0, 100)}.`);
  return { system, message: optionalTexts(input, "MessageAttributeNames") };
}

function readReceiptHandle({ queueId }: MessageQueue, input: RequestFields): string {
  const handle = requiredText(input, "ReceiptHandle");
  if (queueIdOfHandle(handle) !== queueId)
    throw new SqsError("ReceiptHandleIsInvalid", "The input receipt handle is not a valid receipt handle.");
  return handle;
}

function changeVisibility(queue: MessageQueue, input: RequestFields): void {
  const handle = readReceiptHandle(queue, input);
  const seconds = optionalInteger(input, "VisibilityTimeout", 0, MAX_VISIBILITY_SECONDS);
  if (seconds === undefined)
    throw new SqsError("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
  const answer = queue.changeVisibility(handle, seconds);
  if (answer === "beyond-limit")
    throw new SqsError(
      "InvalidParameterValue",
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${MAX_VISIBILITY_SECONDS} seconds].`,
    );
  if (answer === "not-in-flight")
    throw new SqsError(
      "MessageNotInflight",
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
}

/** Each entry of a batch succeeds or fails on its own. */
function eachEntry<Result>(
  entries: ReturnType<typeof batchEntries>,
  work: (entry: (typeof entries)[number]) => Result,
): { done: Result[]; failed: BatchFailure[] } {
  const done: Result[] = [];
  const failed: BatchFailure[] = [];
  for (const entry of entries)
    try {
      done.push(work(entry));
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      failed.push({
        Id: entry.Id,
        SenderFault: error.fault === "Sender",
        Code: error.queryCode,
        Message: error.message,
      });
    }
  return { done, failed };
}

function sent({ messageId, bodyMd5, attributesMd5, systemAttributes }: StoredQueueMessage): object {
  return {
    MessageId: messageId,
    MD5OfMessageBody: bodyMd5,
    MD5OfMessageAttributes: attributesMd5,
    MD5OfMessageSystemAttributes: md5OfAttributes(systemAttributes),
  };
}

function shown({ message, receiptHandle }: Received, wanted: WantedAttributes): object {
  const attributes = withOriginalId(message, wanted, selectAttributes(message.attributes, wanted.message));
  const hasAll = attributes === message.attributes;
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    Attributes: wanted.system.length > 0 ? systemAttributes(message, wanted.system) : undefined,
    MessageAttributes: isEmpty(attributes) ? undefined : attributes,
    MD5OfMessageAttributes: isEmpty(attributes)
      ? undefined
      : hasAll
        ? message.attributesMd5
        : md5OfAttributes(attributes),
  };
}

function withOriginalId(
  { originalId }: StoredQueueMessage,
  wanted: WantedAttributes,
  attributes: MessageAttributes,
): MessageAttributes {
  if (originalId === undefined || !wanted.message.includes(ORIGINAL_MESSAGE_ID)) return attributes;
  return { [ORIGINAL_MESSAGE_ID]: { DataType: "String", StringValue: originalId }, ...attributes };
}

function systemAttributes(message: StoredQueueMessage, wanted: readonly string[]): Record<string, string> {
  const all: Record<string, string | undefined> = {
    SenderId: "AIDALOCALDEVELOPMENT",
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.systemAttributes["AWSTraceHeader"]?.StringValue,
    MessageGroupId: message.groupId,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const chosen: Record<string, string> = {};
  for (const name of wanted.includes("All") ? Object.keys(all) : wanted) {
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value !== undefined) chosen[name] = value;
  }
  return chosen;
}

const isEmpty = (attributes: MessageAttributes): boolean => Object.keys(attributes).length === 0;
