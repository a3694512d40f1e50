import * as l10n from "@vscode/l10n";
import type { CauseId } from "../../diagnosis/causes/causeIds";
import { MOCK_MODE } from "../../runtime/message/messageVerdict";

/**
 * Titles of the causes that a light can have, worded as in the diagnosis (a test compares them). They are repeated here
 * because the texts of the diagnosis are too large for what every window loads.
 */
// prettier-ignore
const titles = {
  "api.validation": () => l10n.t("A field of the request is wrong"),
  "api.students-not-found": () => l10n.t("Chosen students do not exist"),
  "api.template-not-found": () => l10n.t("The template does not exist in this tenant"),
  "api.template-not-approved": () => l10n.t("Alimtalk needs an approved template"),
  "api.body-empty": () => l10n.t("The text is empty"),
  "api.no-recipients": () => l10n.t("Nobody has a phone number"),
  "api.recipients-skipped": () => l10n.t("Some recipients have no phone number"),
  "worker.log-write-failed": () => l10n.t("The NotificationLog row could not be written"),
  "api.unreachable": () => l10n.t("Nothing answers at the API's address"),
  "api.timeout": () => l10n.t("The API did not answer in time"),
  "api.unauthorized": () => l10n.t("The token is missing, expired or invalid"),
  "api.forbidden": () => l10n.t("The user may not send in this tenant"),
  "api.tenant-not-resolved": () => l10n.t("No active tenant for this host and X-Tenant-Code"),
  "api.messaging-disabled": () => l10n.t("Messaging is switched off for the tenant"),
  "api.sender-empty": () => l10n.t("Tenant.messaging_sender is empty"),
  "api.rate-limited": () => l10n.t("Too many requests to the API"),
  "api.server-error": () => l10n.t("An exception in the API"),
  "api.gateway": () => l10n.t("A proxy answered, not the API"),
  "api.wrong-endpoint": () => l10n.t("This address is not the send endpoint"),
  "queue.enqueue-failed": () => l10n.t("The API could not enqueue"),
  "queue.access-denied-send": () => l10n.t("The API may not send to the queue"),
  "queue.access-denied-receive": () => l10n.t("The worker may not receive from the queue"),
  "queue.not-found": () => l10n.t("There is no such queue"),
  "queue.region-mismatch": () => l10n.t("The region is missing, or the regions differ"),
  "queue.name-mismatch": () => l10n.t("The API and the worker use different queues"),
  "queue.credentials-missing": () => l10n.t("There are no AWS credentials"),
  "queue.credentials-invalid": () => l10n.t("The AWS credentials are wrong"),
  "queue.credentials-expired": () => l10n.t("The AWS credentials have expired"),
  "queue.endpoint-unreachable": () => l10n.t("SQS cannot be reached"),
  "queue.kms-denied": () => l10n.t("The queue's encryption key may not be used"),
  "queue.throttled": () => l10n.t("SQS is throttling requests"),
  "queue.dead-lettered": () => l10n.t("The message sits in the dead-letter queue"),
  "worker.not-running": () => l10n.t("The worker does not run"),
  "worker.exited": () => l10n.t("The worker stopped"),
  "worker.crash-loop": () => l10n.t("The worker restarts again and again"),
  "worker.oom-killed": () => l10n.t("The worker was killed: out of memory"),
  "worker.env-missing": () => l10n.t("A required environment variable is missing"),
  "worker.module-not-found": () => l10n.t("A module is missing"),
  "worker.not-polling": () => l10n.t("The worker runs but does not poll"),
  "worker.database": () => l10n.t("The database refuses the worker"),
  "worker.orm-unavailable": () => l10n.t("The worker records nothing: no Django settings"),
  "worker.mock-mode": () => l10n.t("NOT SENT: the worker runs in mock mode"),
  "worker.credit-insufficient": () => l10n.t("The tenant's credit is too low"),
  "worker.reservation-cancelled": () => l10n.t("Skipped on purpose: the reservation was cancelled"),
  "worker.message-not-json": () => l10n.t("The queue's message is not JSON"),
  "worker.message-format": () => l10n.t("Fields of the queue's message are missing"),
  "worker.message-no-tenant": () => l10n.t("The queue's message has no valid tenant_id"),
  "provider.sender-missing": () => l10n.t("There is no sender number at all"),
  "provider.sender-not-registered": () => l10n.t("The sender number is not registered"),
  "provider.unauthorized": () => l10n.t("Solapi refuses the API key"),
  "provider.clock-skew": () => l10n.t("The worker's clock is off"),
  "provider.ip-not-allowed": () => l10n.t("The worker's address is not allowed"),
  "provider.balance": () => l10n.t("Solapi's balance is used up"),
  "provider.quota": () => l10n.t("The daily quota at Solapi is reached"),
  "provider.rate-limited": () => l10n.t("Too many requests to Solapi"),
  "provider.account-blocked": () => l10n.t("The Solapi account may not send"),
  "provider.recipient-invalid": () => l10n.t("The recipient's number is wrong"),
  "provider.recipient-blocked": () => l10n.t("The recipient opted out or is blocked"),
  "provider.duplicate-recipient": () => l10n.t("The same recipient twice in one request"),
  "provider.text-invalid": () => l10n.t("Solapi refuses the text"),
  "provider.message-type": () => l10n.t("The message cannot be sent as this type"),
  "provider.template-mismatch": () => l10n.t("The text differs from the registered template"),
  "provider.template-not-found": () => l10n.t("Solapi does not know the template or channel"),
  "provider.alimtalk-config": () => l10n.t("The channel or template id is missing"),
  "provider.alimtalk-undelivered": () => l10n.t("The recipient cannot get Alimtalk"),
  "provider.undelivered": () => l10n.t("The carrier failed to deliver"),
  "provider.refused": () => l10n.t("Solapi refused the message"),
  "provider.request-invalid": () => l10n.t("Solapi refused the request as malformed"),
  "provider.unreachable": () => l10n.t("Solapi cannot be reached"),
  "provider.timeout": () => l10n.t("No answer from Solapi in time"),
  "provider.server-error": () => l10n.t("Solapi failed"),
  "provider.reply-unreadable": () => l10n.t("Solapi's reply could not be read"),
} satisfies Partial<Record<CauseId, () => string>>;

export type TitledCause = keyof typeof titles;

export const titledCauses = Object.keys(titles) as TitledCause[];

export const isTitled = (cause: string): cause is TitledCause => Object.hasOwn(titles, cause);

export const causeTitle = (cause: TitledCause): string => titles[cause]();

/** The title of a fault that is set: what it sets up, not what its message then shows. */
export function faultTitle(id: string): string {
  if (id === MOCK_MODE) return l10n.t("The worker runs in mock mode");
  return isTitled(id) ? causeTitle(id) : id;
}
