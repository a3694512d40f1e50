import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { DEFAULT_REGION, PRODUCER_AGENT, traceIdOf } from "../../queue/payload";

/** Enqueues a body as a foreign producer would: through the SDK, over HTTP. */
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
  } finally {
    sqs.destroy();
  }
}
