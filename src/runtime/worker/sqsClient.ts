import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { SQSClient } from "@aws-sdk/client-sqs";

/** Log nothing here (no logger is set), look for Lambda's recursion, or write the same text anew for each call. */
const UNNEEDED = ["loggerMiddleware", "recursionDetectionMiddleware", "getUserAgentMiddleware"];

/**
 * The SDK's own client with what thousands of calls a second can do without: a sixth to a third less CPU a message
 * (bench/RESULTS.md). Each command's middleware is put together once, so none may be added later. Bodies are not compared
 * with their MD5: TLS, or loopback, has seen to it that they are whole.
 */
export function createSqsClient(userAgent: string, config: SQSClientConfig): SQSClient {
  const client = new SQSClient({ ...config, cacheMiddleware: true, md5: false });
  for (const name of UNNEEDED) client.middlewareStack.remove(name);
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers["user-agent"] = userAgent;
      return next(args);
    },
    { step: "build", name: "constantUserAgent" },
  );
  return client;
}
