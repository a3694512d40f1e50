import { statusCauses, errorCauses } from "../../diagnosis/providerCodeCauses";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import { isTitled } from "./causeTitles";
import type { TitledCause } from "./causeTitles";

const queueCauses: readonly [RegExp, TitledCause][] = [
  [/^KMS|^Kms/, "queue.kms-denied"],
  [/Expired/, "queue.credentials-expired"],
  [/NonExistentQueue|QueueDoesNotExist/, "queue.not-found"],
  [/^CredentialsProviderError$|^NoCredentials|^MissingAuthenticationToken/, "queue.credentials-missing"],
  [
    /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidAccessKeyId|AuthFailure/,
    "queue.credentials-invalid",
  ],
  [/Throttl|OverLimit/, "queue.throttled"],
  [/^E[A-Z_]+$|^TimeoutError$|^AbortError$|^UND_ERR/, "queue.endpoint-unreachable"],
];

/** The cause behind an SQS error, for the side that wants to send or receive. */
export function causeOfQueueError({ code }: { code: string }, wants: "send" | "receive"): TitledCause {
  const found = queueCauses.find(([pattern]) => pattern.test(code));
  if (found) return found[1];
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(code)) return `queue.access-denied-${wants}`;
  return wants === "send" ? "queue.enqueue-failed" : "worker.not-polling";
}

export function causeOfProviderError({ status = 0, errorCode }: { status?: number; errorCode: string }): TitledCause {
  const cause = errorCauses[errorCode.toLowerCase()] ?? (status >= 500 ? "provider.server-error" : "provider.refused");
  return isTitled(cause) ? cause : "provider.refused";
}

const reasons: Record<string, TitledCause> = {
  "invalid-json": "worker.message-not-json",
  "invalid-format": "worker.message-format",
  "missing-tenant": "worker.message-no-tenant",
  insufficient_balance: "worker.credit-insufficient",
  "reservation-cancelled": "worker.reservation-cancelled",
  sender_required: "provider.sender-missing",
  alimtalk_requires_pf_id_and_template_id: "provider.alimtalk-config",
};

/** Why a layer refused a message, as far as its event shows; undefined if the diagnosis needs more evidence. */
export function causeOfRefusal(event: SequencedEvent): TitledCause | undefined {
  switch (event.type) {
    case "api.rejected":
      return undefined;
    case "api.enqueue-failed":
      return causeOfQueueError(event.details, "send");
    case "queue.dead-lettered":
      return "queue.dead-lettered";
    case "worker.skipped":
    case "worker.dead-lettered":
    case "provider.not-asked":
      return reasons[event.details.reason];
    case "provider.refused":
    case "provider.undelivered": {
      const { code } = event.details;
      const fallback = event.type === "provider.undelivered" ? "provider.undelivered" : "provider.refused";
      const cause = statusCauses[code] ?? errorCauses[code.toLowerCase()] ?? fallback;
      return isTitled(cause) ? cause : fallback;
    }
    case "provider.ambiguous": {
      const cause = errorCauses[event.details.reason.toLowerCase()] ?? "provider.timeout";
      return isTitled(cause) ? cause : "provider.timeout";
    }
    default:
      return undefined;
  }
}
