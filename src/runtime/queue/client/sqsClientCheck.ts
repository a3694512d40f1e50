import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { OpenedSqs } from "./openedSqs";

const QUEUE_URL = "https://sqs.self-check.amazonaws.com/000000000000/self-check";

interface SentRequest {
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/**
 * Makes two calls through a client without a network, and compares requests and answers with SQS's protocol.
 * @throws Error that describes the difference
 */
export async function checkFastClient(userAgent: string, make: (config: SQSClientConfig) => OpenedSqs): Promise<void> {
  const requests: SentRequest[] = [];
  const answers = [{ QueueUrl: QUEUE_URL }, { Messages: [{ MessageId: "1", Body: "self-check" }] }];
  const requestHandler = {
    handle: (request: SentRequest) => {
      requests.push({ ...request, headers: { ...request.headers } });
      const body = new TextEncoder().encode(JSON.stringify(answers[requests.length - 1]));
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return Promise.resolve({ response: { statusCode: 200, headers, body } });
    },
  };
  const { client, receiverUntil } = make({
    region: "self-check",
    endpoint: new URL(QUEUE_URL).origin,
    credentials: { accessKeyId: "self", secretAccessKey: "check" },
    requestHandler: requestHandler as never,
    maxAttempts: 1,
  });
  try {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "self-check" }));
    expect("the answer of GetQueueUrl", QueueUrl, QUEUE_URL);
    const { Messages } = await receiverUntil(new AbortController().signal)({ QueueUrl: QUEUE_URL });
    expect("the answer of ReceiveMessage", Messages?.[0]?.Body, "self-check");
  } finally {
    client.destroy();
  }
  const [, receive] = requests;
  expect("the action", receive?.headers["x-amz-target"], "AmazonSQS.ReceiveMessage");
  expect("the user agent", receive?.headers["user-agent"], userAgent);
  expect("the signature", receive?.headers["authorization"]?.split(" ")[0], "AWS4-HMAC-SHA256");
  expect("the body", new TextDecoder().decode(receive?.body as Uint8Array), JSON.stringify({ QueueUrl: QUEUE_URL }));
}

function expect(what: string, found: unknown, wanted: string): void {
  if (found !== wanted) throw new Error(`${what} is ${JSON.stringify(found) ?? "missing"}`);
}
