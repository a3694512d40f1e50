import { codeOf, messageOf } from "../../../common/errors";

/*
 * Errors of the AWS SDK in the words of boto3, for the logs of the API and the worker: people search for those, and the
 * catalogue of log lines knows them.
 */
/** Why a call to SQS failed. */
export interface QueueError {
  /** As AWS names it (AccessDenied …), or the system's code (ECONNREFUSED …). */
  code: string;
  message: string;
}

export const NON_EXISTENT_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";

/** Codes that the backend's boto3 shows, by the names the JavaScript SDK gives to the same errors. */
const codeByName: Record<string, string> = { QueueDoesNotExist: NON_EXISTENT_QUEUE };

export function queueErrorOf(error: unknown): QueueError {
  const { name, Code } = error as { name?: string; Code?: string };
  const code = Code ?? codeByName[name ?? ""] ?? codeOf(error) ?? name ?? "Unknown";
  return { code: code.startsWith("AWS.") ? code : code.replace(/^.*#/, ""), message: messageOf(error) };
}

/** Codes of the system and of undici, in the words of botocore's exceptions; any other of the system: no connection. */
const sentenceByCode: Record<string, (endpoint: string) => string> = {
  CredentialsProviderError: () => "Unable to locate credentials",
  ETIMEDOUT: readTimeout,
  TimeoutError: readTimeout,
  UND_ERR_HEADERS_TIMEOUT: readTimeout,
  UND_ERR_BODY_TIMEOUT: readTimeout,
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

/** In botocore's words, which the backend's log carries and its people search for. */
export function botocoreText({ code, message }: QueueError, operation: string, endpoint: string): string {
  const sentence = sentenceByCode[code];
  if (sentence) return sentence(endpoint);
  // AWS has no code in capitals only.
  if (/^E[A-Z_]+$/.test(code)) return `Could not connect to the endpoint URL: "${endpoint}"`;
  return `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
}
