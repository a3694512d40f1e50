import { codeOf, messageOf } from "../../../common/errors";

/*
 * AWS SDK errors in boto3's words, for the logs of the API and the worker: people search for these words, and the
 * catalogue of log lines contains them.
 */
/** The reason of a failed SQS call. */
export interface QueueError {
  /** AWS's name (AccessDenied …) or the system's code (ECONNREFUSED …). */
  code: string;
  message: string;
}

export const NON_EXISTENT_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";

/** The codes that boto3 or the system shows, by the JavaScript SDK's and undici's names for the same errors. */
const codeByName: Record<string, string> = {
  QueueDoesNotExist: NON_EXISTENT_QUEUE,
  UND_ERR_HEADERS_TIMEOUT: "ETIMEDOUT",
  UND_ERR_BODY_TIMEOUT: "ETIMEDOUT",
};

export function queueErrorOf(error: unknown): QueueError {
  const { name, Code } = error as { name?: string; Code?: string };
  const own = codeOf(error) ?? name ?? "Unknown";
  const code = Code ?? codeByName[name ?? ""] ?? codeByName[own] ?? own;
  return { code: code.startsWith("AWS.") ? code : code.replace(/^.*#/, ""), message: messageOf(error) };
}

/** The messages of botocore's exceptions, by system and undici codes. Any other system code means no connection. */
const sentenceByCode: Record<string, (endpoint: string) => string> = {
  CredentialsProviderError: () => "Unable to locate credentials",
  ETIMEDOUT: readTimeout,
  TimeoutError: readTimeout,
  UND_ERR_CONNECT_TIMEOUT: (endpoint) => `Connect timeout on endpoint URL: "${endpoint}"`,
  ECONNRESET: connectionClosed,
  UND_ERR_SOCKET: connectionClosed,
};

function readTimeout(endpoint: string): string {
  return `Read timeout on endpoint URL: "${endpoint}"`;
}

function connectionClosed(endpoint: string): string {
  return `Connection was closed before we received a valid response from endpoint URL: "${endpoint}".`;
}

/** The error in botocore's words, as in the backend's log. */
export function botocoreText({ code, message }: QueueError, operation: string, endpoint: string): string {
  const sentence = sentenceByCode[code];
  if (sentence) return sentence(endpoint);
  // A system code: no AWS code is all capitals.
  if (/^E[A-Z_]+$/.test(code)) return `Could not connect to the endpoint URL: "${endpoint}"`;
  return `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
}
