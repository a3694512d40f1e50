import {
  ChangeMessageVisibilityBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type MessageAttributeValue,
} from "@aws-sdk/client-sqs";
import type { SqsQueues } from "./sqsQueues";

/** Maximum batch size of SQS. */
export const BATCH = 10;

/** Long polling asks all of a queue's servers; short polling may return nothing although messages are waiting. */
const WAIT_SECONDS = 1;

const CALL_MS = 10_000;

/** Receives messages with a visibility timeout of `hiddenSeconds`. Raises their receive counts. */
export async function takeMessages(
  queues: SqsQueues,
  url: string,
  limit: number,
  hiddenSeconds: number,
  signal?: AbortSignal,
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: Math.min(limit, BATCH),
    VisibilityTimeout: hiddenSeconds,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });
  const { Messages = [] } = await queues.writes.call(
    "ReceiveMessage",
    (client, abortSignal) => client.send(command, { abortSignal }),
    signal,
    CALL_MS,
  );
  return Messages;
}

/** Makes messages visible again at once. Not cancellable: they would stay hidden. */
export async function giveBack(queues: SqsQueues, url: string, messages: readonly Message[]): Promise<void> {
  for (let first = 0; first < messages.length; first += BATCH) {
    const Entries = messages
      .slice(first, first + BATCH)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries });
    await queues.reads.call("ChangeMessageVisibility", (client, abortSignal) => client.send(command, { abortSignal }));
  }
}

/**
 * Sends once, without a retry; a failure that is not an answer from SQS leaves open whether it was taken. @returns its
 * MessageId
 */
export async function putMessage(
  queues: SqsQueues,
  url: string,
  body: string,
  attributes?: Record<string, MessageAttributeValue>,
  signal?: AbortSignal,
): Promise<string> {
  const command = new SendMessageCommand({
    QueueUrl: url,
    MessageBody: body,
    ...(attributes && { MessageAttributes: attributes }),
  });
  const { MessageId = "" } = await queues.writes.call(
    "SendMessage",
    (client, abortSignal) => client.send(command, { abortSignal }),
    signal,
    CALL_MS,
  );
  return MessageId;
}
