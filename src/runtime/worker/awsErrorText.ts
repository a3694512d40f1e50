import { codeOf, messageOf } from "../../common/errors";

/** Error codes of the Query protocol, which boto3 prints, by the names that the JavaScript SDK throws. */
const queryCode: Record<string, string> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
};

const NO_CREDENTIALS = new Set(["CredentialsProviderError", "CredentialsError"]);
const NO_CONNECTION = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ECONNRESET", "TimeoutError"]);

/**
 * An AWS error in botocore's words, which the backend's logs carry and its people search for:
 * `An error occurred (AccessDenied) when calling the ReceiveMessage operation: …`.
 */
export function awsErrorText(error: unknown, operation: string, endpoint: string): string {
  const { name, Code } = error as { name?: string; Code?: string };
  if (name && NO_CREDENTIALS.has(name)) return "Unable to locate credentials";
  const code = codeOf(error);
  if ((code && NO_CONNECTION.has(code)) || (name && NO_CONNECTION.has(name))) {
    return `Could not connect to the endpoint URL: "${endpoint}"`;
  }
  const awsCode = Code ?? queryCode[name ?? ""] ?? name ?? "Unknown";
  return `An error occurred (${awsCode}) when calling the ${operation} operation: ${messageOf(error)}`;
}
