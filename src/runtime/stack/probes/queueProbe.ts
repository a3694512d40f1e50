import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { queueErrorOf } from "../../queue/protocol/botocoreText";
import type { QueueAccess } from "./stackReadings";

/** Answers to an empty batch that do not rule out the right to send. */
const NOTHING_TO_SEND = /EmptyBatchRequest|MissingParameter|ValidationError|InvalidParameter/;

/**
 * Looks up the queue and reads its attributes as the process with these variables does. An empty batch tests the right
 * to send, since SQS has nothing to do for it; no harmless call tests the right to receive. Returns undefined if the
 * variables name no credentials: they then come from elsewhere on the machine.
 */
export async function accessQueue(
  variables: NodeJS.ProcessEnv,
  wants: "SendMessage" | "ReceiveMessage",
  abortSignal: AbortSignal,
): Promise<QueueAccess | undefined> {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region = variables["AWS_DEFAULT_REGION"] ?? "",
    AWS_ENDPOINT_URL_SQS: endpoint = variables["AWS_ENDPOINT_URL"] ?? "",
    MESSAGING_SQS_QUEUE_NAME: name = variables["MESSAGING_QUEUE_NAME"] ?? "",
  } = variables;
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sqs = new SQSClient({
    region,
    ...(endpoint && { endpoint }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
  let operation = "GetQueueUrl";
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }), { abortSignal });
    operation = "GetQueueAttributes";
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }), { abortSignal });
    if (wants === "SendMessage") {
      operation = "SendMessageBatch";
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] }), { abortSignal });
    }
    return { name, region, endpoint };
  } catch (error) {
    const cause = queueErrorOf(error);
    if (operation === "SendMessageBatch" && NOTHING_TO_SEND.test(cause.code)) return { name, region, endpoint };
    return { name, region, endpoint, error: { operation, ...cause } };
  } finally {
    sqs.destroy();
  }
}
