import type { Answer } from "./answer";

/** What an answer's text says about the queue and the outbox. */
const ENQUEUE_FAILED =
  /(?:SQS|큐|queue).{0,40}(?:fail|실패|unavailable|error)|enqueue.{0,20}(?:fail|error)|적재.{0,10}실패/i;
const DISPATCH_FAILED =
  /\b(?:status|state|dispatch\w*|outbox\w*):? ?(?:failed|retryable_failed|pending\/failed|error)\b|failed: [1-9]/i;
const TIMED_OUT_THERE = /timed? ?out|endpoint/i;
const OF_AWS = /botocore|boto3|\bSQS\b|sqs\.|Queue|when calling the|Unable to locate credentials|NoCredentials/i;
const NO_LAST_SLASH = /URL doesn(?:'|&#x27;|&#39;)t end in a slash/i;
const FIELD = /\b(student_ids|send_to|message_mode|template_id|raw_body|raw_subject)\b/;

export const isEnqueueFailed = ({ status = 0, text }: Answer) => status >= 500 && ENQUEUE_FAILED.test(text);
export const isDispatchFailed = ({ text }: Answer) => DISPATCH_FAILED.test(text);
export const isTimedOutInside = ({ status, text }: Answer) => status === 500 && TIMED_OUT_THERE.test(text);
/** Django in debug mode, requested without the trailing slash. */
export const isSlashMissing = ({ status = 0, text }: Answer) => status >= 500 && NO_LAST_SLASH.test(text);
/** The field of the request that the answer names without pointing at it. */
export const fieldNamedIn = ({ text }: Answer) => FIELD.exec(text)?.[1];

/** An exception of AWS in the API's answer, on a debug page or in a detail. */
export function awsErrorIn({ status = 0, detail, text }: Answer): string | undefined {
  const said = `${detail}\n${text}`;
  return status >= 500 && OF_AWS.test(said) ? said : undefined;
}

const UNREACHABLE =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT|SSL|TLS|SELF_SIGNED|UND_ERR_SOCKET|refused|not known|getaddrinfo|fetch failed|network|socket hang up/i;
const TIMED_OUT = /ETIMEDOUT|ESOCKETTIMEDOUT|TIMEOUT|AbortError|timed? ?out|시간 ?초과|aborted/i;
const SLOW_MS = 10_000;

/** The statuses that nginx, AWS's load balancer and others log for a client that got no answer in time. */
export const isGivenUp = (status: number | undefined): boolean => status === 408 || status === 460 || status === 499;

/** Why no answer came, if none did. `isKnown`: the error itself says so. */
export function whyNoAnswer({ status, error, elapsedMs = 0 }: Answer):
  | {
      kind: "timeout" | "unreachable";
      isKnown: boolean;
    }
  | undefined {
  if (isGivenUp(status)) return { kind: "timeout", isKnown: true };
  if (status !== undefined) return undefined;
  if (!error) return elapsedMs >= SLOW_MS ? { kind: "timeout", isKnown: false } : undefined;
  const said = `${error.code} ${error.message}`;
  const isTimeout = TIMED_OUT.test(error.code) || (!UNREACHABLE.test(error.code) && TIMED_OUT.test(said));
  return {
    kind: isTimeout ? "timeout" : "unreachable",
    isKnown: TIMED_OUT.test(said) || UNREACHABLE.test(said),
  };
}
