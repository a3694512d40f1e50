import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { maskStart } from "../../common/masking";
import {
  botocoreText,
  NON_EXISTENT_QUEUE,
  queueErrorOf,
  type QueueError,
} from "../../runtime/queue/protocol/botocoreText";

/** The failed call, for the error message. */
export interface AwsCall {
  operation: string;
  endpoint: string;
  profile?: string | undefined;
}

/** In the evidence bundle's form. */
export type AwsFailure = QueueError;

/** The `cause` of every ExpectedError from AWS. */
interface AwsCause extends AwsFailure {
  /** True: the call was refused or never left this machine. Otherwise (no answer, a 5xx) it may have taken effect. */
  isCertain: boolean;
}

/** Errors of the SDK's credential providers: no call was made. */
const PROVIDER_ERRORS = /^(?:Credentials|Token)?ProviderError$/;
const EXPIRED = /^(?:ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const INVALID =
  /^(?:InvalidClientTokenId|UnrecognizedClient|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignature|InvalidSignatureException|InvalidAccessKeyId|IncompleteSignature)$/;
const THROTTLED = /Throttl|OverLimit|TooManyRequests/;
const NOT_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CredentialsProviderError)$/;
const UNREACHABLE = /^E[A-Z_]+$|^TimeoutError$/;

type Reason =
  | "aws-session-expired"
  | "aws-credentials-missing"
  | "aws-credentials-invalid"
  | "aws-access-denied"
  | "queue-not-found"
  | "aws-throttled"
  | "aws-unreachable"
  | "aws-refused";

/**
 * Turns any failed AWS call into an ExpectedError whose `cause` is an AwsFailure: AWS's own code (AccessDenied,
 * ExpiredToken, AWS.SimpleQueueService.NonExistentQueue), the system's (ECONNREFUSED) or CredentialsProviderError, and
 * a sentence in botocore's words, which the diagnosis rules recognise.
 */
export function awsErrorOf(error: unknown, call: AwsCall): ExpectedError {
  const failure = failureOf(error, call);
  const reason = reasonOf(failure.code);
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  const isCertain = (status >= 400 && status < 500) || NOT_CONNECTED.test(failure.code) || isOfProvider(error);
  const cause: AwsCause = { ...failure, isCertain };
  return new ExpectedError(reason, `${sentences[reason]()} ${failure.message}`, nextStepOf(reason, failure, call), {
    cause,
  });
}

/** Whether the failed call certainly changed nothing. */
export const changedNothing = (error: unknown): boolean =>
  ExpectedError.is(error) && (error.cause as Partial<AwsCause> | undefined)?.isCertain === true;

/** The failure in an error made by `awsErrorOf`. */
export function awsFailureIn(error: unknown): AwsFailure | undefined {
  if (!ExpectedError.is(error)) return undefined;
  const { code, message } = (error.cause ?? {}) as Partial<AwsFailure>;
  return typeof code === "string" && typeof message === "string" ? { code, message } : undefined;
}

const isOfProvider = (error: unknown) => PROVIDER_ERRORS.test(queueErrorOf(error).code);

/** Characters of a service's own words, which may quote what was sent. */
const SHOWN = 1_000;

function failureOf(error: unknown, { operation, endpoint }: AwsCall): AwsFailure {
  const { code, message } = queueErrorOf(error);
  const said = { code, message: maskStart(message, SHOWN) };
  if (isOfProvider(error)) {
    const isExpired = /\bexpired\b|cannot refresh|session token not found or invalid/i.test(said.message);
    return isExpired
      ? { code: "ExpiredToken", message: said.message }
      : { code: "CredentialsProviderError", message: said.message };
  }
  // When assuming a role fails, STS refuses before the call itself is made.
  const underlying = /\bsts:(\w+)/.exec(said.message)?.[1] ?? operation;
  return { code: said.code, message: botocoreText(said, underlying, endpoint) };
}

function reasonOf(code: string): Reason {
  if (EXPIRED.test(code)) return "aws-session-expired";
  if (code === "CredentialsProviderError") return "aws-credentials-missing";
  if (INVALID.test(code)) return "aws-credentials-invalid";
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/i.test(code)) return "aws-access-denied";
  if (code === NON_EXISTENT_QUEUE) return "queue-not-found";
  if (THROTTLED.test(code)) return "aws-throttled";
  return UNREACHABLE.test(code) ? "aws-unreachable" : "aws-refused";
}

const sentences: Record<Reason, () => string> = {
  "aws-session-expired": () => l10n.t("The AWS session has expired."),
  "aws-credentials-missing": () => l10n.t("There are no AWS credentials."),
  "aws-credentials-invalid": () => l10n.t("AWS rejected the credentials."),
  "aws-access-denied": () => l10n.t("AWS denied access."),
  "queue-not-found": () => l10n.t("There is no such queue in this region and account."),
  "aws-throttled": () => l10n.t("AWS is throttling requests."),
  "aws-unreachable": () => l10n.t("AWS cannot be reached."),
  "aws-refused": () => l10n.t("AWS refused the request."),
};

function nextStepOf(reason: Reason, { message }: AwsFailure, { endpoint, profile }: AwsCall): string {
  const name = profile ?? process.env["AWS_PROFILE"] ?? "default";
  switch (reason) {
    case "aws-session-expired":
      return /\bSSO\b/i.test(message)
        ? l10n.t("Log in again: {0}", `aws sso login --profile ${name}`)
        : l10n.t("Renew the credentials of the AWS profile {0}, then try again", name);
    case "aws-credentials-missing":
      return /\bSSO\b/i.test(message)
        ? l10n.t("Log in: {0}", `aws sso login --profile ${name}`)
        : l10n.t("Name a profile of ~/.aws/config in the environment's settings, or set it up: {0}", "aws configure");
    case "aws-credentials-invalid":
      return l10n.t("Check key and secret of the AWS profile {0}", name);
    case "aws-access-denied":
      return l10n.t("Grant the identity the permission named in the message, or use another profile");
    case "queue-not-found":
      return l10n.t("Compare name, region and account with the queue's URL in the AWS console");
    case "aws-throttled":
      return l10n.t("Wait a few seconds, then try again");
    case "aws-unreachable":
      return l10n.t("Check the network and the endpoint {0}", endpoint);
    case "aws-refused":
      return l10n.t("See what AWS says about it in the message");
  }
}
