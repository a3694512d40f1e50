import { SendMessageCommand, SQSClient, SQSServiceException } from "@aws-sdk/client-sqs";
import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { ExpectedError } from "../../../common/errors";
import { DEFAULT_REGION, PRODUCER_AGENT, traceIdOf } from "../../queue/payload";

/**
 * Enqueues a body as a foreign producer would: through the SDK, over HTTP.
 * @throws ExpectedError `queue-missing`, or `queue-refused`: what SQS answers when it does not take the message
 */
export async function enqueueForeign(
  body: string,
  { endpoint, queueUrl: QueueUrl }: { endpoint: string; queueUrl: string },
  credentials: NonNullable<SQSClientConfig["credentials"]>,
): Promise<{ messageId: string; traceId?: string }> {
  const sqs = new SQSClient({
    region: DEFAULT_REGION,
    endpoint,
    credentials,
    customUserAgent: `${PRODUCER_AGENT}${process.pid}`,
  });
  try {
    const { MessageId = "" } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const traceId = traceIdOf(body);
    return { messageId: MessageId, ...(traceId !== undefined && { traceId }) };
  } catch (error) {
    if (error instanceof SQSServiceException) throw refused(error);
    throw error;
  } finally {
    sqs.destroy();
  }
}

const refused = ({ name, message }: SQSServiceException): ExpectedError =>
  name === "QueueDoesNotExist"
    ? new ExpectedError("queue-missing", "The queue does not exist", "Create it: messaging queue create")
    : new ExpectedError("queue-refused", `SQS refused the message: ${name}: ${message}`, "See why: messaging status");
