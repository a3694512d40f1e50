// Made from the files beside it: `UPDATE=1 npm test -- unit/diagnosis` writes it.

import { apiForbidden } from "./api/access/apiForbidden";
import { apiMessagingDisabled } from "./api/access/apiMessagingDisabled";
import { apiModeNotAllowed } from "./api/access/apiModeNotAllowed";
import { apiRateLimited } from "./api/access/apiRateLimited";
import { apiTenantNotResolved } from "./api/access/apiTenantNotResolved";
import { apiUnauthorized } from "./api/access/apiUnauthorized";
import { apiBodyEmpty } from "./api/request/apiBodyEmpty";
import { apiNoRecipients } from "./api/request/apiNoRecipients";
import { apiRecipientsSkipped } from "./api/request/apiRecipientsSkipped";
import { apiSenderEmpty } from "./api/request/apiSenderEmpty";
import { apiStudentsNotFound } from "./api/request/apiStudentsNotFound";
import { apiTemplateNotApproved } from "./api/request/apiTemplateNotApproved";
import { apiTemplateNotFound } from "./api/request/apiTemplateNotFound";
import { apiValidation } from "./api/request/apiValidation";
import { apiGateway } from "./api/server/apiGateway";
import { apiNotEnqueued } from "./api/server/apiNotEnqueued";
import { apiOutboxFailed } from "./api/server/apiOutboxFailed";
import { apiServerError } from "./api/server/apiServerError";
import { apiTimeout } from "./api/server/apiTimeout";
import { apiUnreachable } from "./api/server/apiUnreachable";
import { apiWrongEndpoint } from "./api/server/apiWrongEndpoint";
import { queueAccessDeniedReceive } from "./queue/access/queueAccessDeniedReceive";
import { queueAccessDeniedSend } from "./queue/access/queueAccessDeniedSend";
import { queueClockSkew } from "./queue/access/queueClockSkew";
import { queueCredentialsExpired } from "./queue/access/queueCredentialsExpired";
import { queueCredentialsInvalid } from "./queue/access/queueCredentialsInvalid";
import { queueCredentialsMissing } from "./queue/access/queueCredentialsMissing";
import { queueKmsDenied } from "./queue/access/queueKmsDenied";
import { queueEndpointUnreachable } from "./queue/address/queueEndpointUnreachable";
import { queueNameMismatch } from "./queue/address/queueNameMismatch";
import { queueNotFound } from "./queue/address/queueNotFound";
import { queueRegionMismatch } from "./queue/address/queueRegionMismatch";
import { queueDeadLettered } from "./queue/flow/queueDeadLettered";
import { queueEnqueueFailed } from "./queue/flow/queueEnqueueFailed";
import { queueOutboxPending } from "./queue/flow/queueOutboxPending";
import { queuePayloadChanged } from "./queue/flow/queuePayloadChanged";
import { queueRedriveMissing } from "./queue/flow/queueRedriveMissing";
import { queueThrottled } from "./queue/flow/queueThrottled";
import { workerCreditInsufficient } from "./worker/message/workerCreditInsufficient";
import { workerDuplicateDropped } from "./worker/message/workerDuplicateDropped";
import { workerMessageFormat } from "./worker/message/workerMessageFormat";
import { workerMessageNoTenant } from "./worker/message/workerMessageNoTenant";
import { workerMessageNotJson } from "./worker/message/workerMessageNotJson";
import { workerMockMode } from "./worker/message/workerMockMode";
import { workerModeBlocked } from "./worker/message/workerModeBlocked";
import { workerRecipientBlocked } from "./worker/message/workerRecipientBlocked";
import { workerReservationCancelled } from "./worker/message/workerReservationCancelled";
import { workerSignatureInvalid } from "./worker/message/workerSignatureInvalid";
import { workerTenantDisabled } from "./worker/message/workerTenantDisabled";
import { workerBacklog } from "./worker/process/workerBacklog";
import { workerCrashLoop } from "./worker/process/workerCrashLoop";
import { workerEnvMissing } from "./worker/process/workerEnvMissing";
import { workerEnvironmentDiffers } from "./worker/process/workerEnvironmentDiffers";
import { workerErrorExit } from "./worker/process/workerErrorExit";
import { workerException } from "./worker/process/workerException";
import { workerExited } from "./worker/process/workerExited";
import { workerModuleNotFound } from "./worker/process/workerModuleNotFound";
import { workerNotPolling } from "./worker/process/workerNotPolling";
import { workerNotRunning } from "./worker/process/workerNotRunning";
import { workerOomKilled } from "./worker/process/workerOomKilled";
import { workerOtherConsumer } from "./worker/process/workerOtherConsumer";
import { workerSelfStop } from "./worker/process/workerSelfStop";
import { workerStartedLate } from "./worker/process/workerStartedLate";
import { workerStuck } from "./worker/process/workerStuck";
import { workerDatabase } from "./worker/store/workerDatabase";
import { workerLockUnavailable } from "./worker/store/workerLockUnavailable";
import { workerLogWriteFailed } from "./worker/store/workerLogWriteFailed";
import { workerOrmUnavailable } from "./worker/store/workerOrmUnavailable";
import { workerTenantLookupFailed } from "./worker/store/workerTenantLookupFailed";
import { providerAccountBlocked } from "./provider/account/providerAccountBlocked";
import { providerBalance } from "./provider/account/providerBalance";
import { providerClockSkew } from "./provider/account/providerClockSkew";
import { providerIpNotAllowed } from "./provider/account/providerIpNotAllowed";
import { providerQuota } from "./provider/account/providerQuota";
import { providerRateLimited } from "./provider/account/providerRateLimited";
import { providerUnauthorized } from "./provider/account/providerUnauthorized";
import { providerAlimtalkUndelivered } from "./provider/answer/providerAlimtalkUndelivered";
import { providerRefused } from "./provider/answer/providerRefused";
import { providerRejectedReasonLost } from "./provider/answer/providerRejectedReasonLost";
import { providerReplyUnreadable } from "./provider/answer/providerReplyUnreadable";
import { providerRequestInvalid } from "./provider/answer/providerRequestInvalid";
import { providerServerError } from "./provider/answer/providerServerError";
import { providerTimeout } from "./provider/answer/providerTimeout";
import { providerUndelivered } from "./provider/answer/providerUndelivered";
import { providerUnreachable } from "./provider/answer/providerUnreachable";
import { providerAlimtalkConfig } from "./provider/message/providerAlimtalkConfig";
import { providerDuplicateRecipient } from "./provider/message/providerDuplicateRecipient";
import { providerMessageType } from "./provider/message/providerMessageType";
import { providerRecipientBlocked } from "./provider/message/providerRecipientBlocked";
import { providerRecipientInvalid } from "./provider/message/providerRecipientInvalid";
import { providerSenderMissing } from "./provider/message/providerSenderMissing";
import { providerSenderNotRegistered } from "./provider/message/providerSenderNotRegistered";
import { providerTemplateMismatch } from "./provider/message/providerTemplateMismatch";
import { providerTemplateNotFound } from "./provider/message/providerTemplateNotFound";
import { providerTextInvalid } from "./provider/message/providerTextInvalid";
import type { Cause } from "./cause";
import type { CauseId } from "./causeIds";

export const causes: Readonly<Record<CauseId, Cause>> = {
  "api.forbidden": apiForbidden,
  "api.messaging-disabled": apiMessagingDisabled,
  "api.mode-not-allowed": apiModeNotAllowed,
  "api.rate-limited": apiRateLimited,
  "api.tenant-not-resolved": apiTenantNotResolved,
  "api.unauthorized": apiUnauthorized,
  "api.body-empty": apiBodyEmpty,
  "api.no-recipients": apiNoRecipients,
  "api.recipients-skipped": apiRecipientsSkipped,
  "api.sender-empty": apiSenderEmpty,
  "api.students-not-found": apiStudentsNotFound,
  "api.template-not-approved": apiTemplateNotApproved,
  "api.template-not-found": apiTemplateNotFound,
  "api.validation": apiValidation,
  "api.gateway": apiGateway,
  "api.not-enqueued": apiNotEnqueued,
  "api.outbox-failed": apiOutboxFailed,
  "api.server-error": apiServerError,
  "api.timeout": apiTimeout,
  "api.unreachable": apiUnreachable,
  "api.wrong-endpoint": apiWrongEndpoint,
  "queue.access-denied-receive": queueAccessDeniedReceive,
  "queue.access-denied-send": queueAccessDeniedSend,
  "queue.clock-skew": queueClockSkew,
  "queue.credentials-expired": queueCredentialsExpired,
  "queue.credentials-invalid": queueCredentialsInvalid,
  "queue.credentials-missing": queueCredentialsMissing,
  "queue.kms-denied": queueKmsDenied,
  "queue.endpoint-unreachable": queueEndpointUnreachable,
  "queue.name-mismatch": queueNameMismatch,
  "queue.not-found": queueNotFound,
  "queue.region-mismatch": queueRegionMismatch,
  "queue.dead-lettered": queueDeadLettered,
  "queue.enqueue-failed": queueEnqueueFailed,
  "queue.outbox-pending": queueOutboxPending,
  "queue.payload-changed": queuePayloadChanged,
  "queue.redrive-missing": queueRedriveMissing,
  "queue.throttled": queueThrottled,
  "worker.credit-insufficient": workerCreditInsufficient,
  "worker.duplicate-dropped": workerDuplicateDropped,
  "worker.message-format": workerMessageFormat,
  "worker.message-no-tenant": workerMessageNoTenant,
  "worker.message-not-json": workerMessageNotJson,
  "worker.mock-mode": workerMockMode,
  "worker.mode-blocked": workerModeBlocked,
  "worker.recipient-blocked": workerRecipientBlocked,
  "worker.reservation-cancelled": workerReservationCancelled,
  "worker.signature-invalid": workerSignatureInvalid,
  "worker.tenant-disabled": workerTenantDisabled,
  "worker.backlog": workerBacklog,
  "worker.crash-loop": workerCrashLoop,
  "worker.env-missing": workerEnvMissing,
  "worker.environment-differs": workerEnvironmentDiffers,
  "worker.error-exit": workerErrorExit,
  "worker.exception": workerException,
  "worker.exited": workerExited,
  "worker.module-not-found": workerModuleNotFound,
  "worker.not-polling": workerNotPolling,
  "worker.not-running": workerNotRunning,
  "worker.oom-killed": workerOomKilled,
  "worker.other-consumer": workerOtherConsumer,
  "worker.self-stop": workerSelfStop,
  "worker.started-late": workerStartedLate,
  "worker.stuck": workerStuck,
  "worker.database": workerDatabase,
  "worker.lock-unavailable": workerLockUnavailable,
  "worker.log-write-failed": workerLogWriteFailed,
  "worker.orm-unavailable": workerOrmUnavailable,
  "worker.tenant-lookup-failed": workerTenantLookupFailed,
  "provider.account-blocked": providerAccountBlocked,
  "provider.balance": providerBalance,
  "provider.clock-skew": providerClockSkew,
  "provider.ip-not-allowed": providerIpNotAllowed,
  "provider.quota": providerQuota,
  "provider.rate-limited": providerRateLimited,
  "provider.unauthorized": providerUnauthorized,
  "provider.alimtalk-undelivered": providerAlimtalkUndelivered,
  "provider.refused": providerRefused,
  "provider.rejected-reason-lost": providerRejectedReasonLost,
  "provider.reply-unreadable": providerReplyUnreadable,
  "provider.request-invalid": providerRequestInvalid,
  "provider.server-error": providerServerError,
  "provider.timeout": providerTimeout,
  "provider.undelivered": providerUndelivered,
  "provider.unreachable": providerUnreachable,
  "provider.alimtalk-config": providerAlimtalkConfig,
  "provider.duplicate-recipient": providerDuplicateRecipient,
  "provider.message-type": providerMessageType,
  "provider.recipient-blocked": providerRecipientBlocked,
  "provider.recipient-invalid": providerRecipientInvalid,
  "provider.sender-missing": providerSenderMissing,
  "provider.sender-not-registered": providerSenderNotRegistered,
  "provider.template-mismatch": providerTemplateMismatch,
  "provider.template-not-found": providerTemplateNotFound,
  "provider.text-invalid": providerTextInvalid,
};
