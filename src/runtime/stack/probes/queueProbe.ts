import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { queueErrorOf } from "../../queue/protocol/botocoreText";
import type { QueueAccess } from "./stackReadings";

/** Answers to a batch without an entry that say nothing against the right to send. */
const NOTHING_TO_SEND = /EmptyBatchRequest|MissingParameter|ValidationError|InvalidParameter/;

/**
 * Looks up the queue and reads its attributes as the process with these variables does. Whether it may send is asked by a
 * batch without an entry, for which SQS has nothing to do; there is no harmless way to ask whether it may receive.
 * Undefined where the variables name no credentials: then they come from elsewhere on the machine.
 */
export async function accessQueue(
  variables: NodeJS.ProcessEnv,
  wants: "SendMessage" | "ReceiveMessage",
  abortSignal: AbortSignal,
): Promise<QueueAccess | undefined> {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region = "",
    AWS_ENDPOINT_URL_SQS: endpoint = "",
    MESSAGING_SQS_QUEUE_NAME: name = "",
  } = variables;
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sqs = new SQSClient({
    region,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
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
