import {
  answered,
  blind,
  container,
  flood,
  log,
  queue,
  record,
  refused,
  row,
  solapi200,
  solapiHttp,
  tenant,
  type BlindCase,
} from "./kit";

const august = { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:01:30+09:00" };
const augustLog = (text: string): string => log(text).replaceAll("2026-03-05", "2026-08-20");
const augustRow = (status: string, reason = "", more: Record<string, unknown> = {}): Record<string, unknown> =>
  row(status === "sent", reason, { status, sent_at: "2026-08-20T01:00:02Z", ...more });
const apiLine = (level: string, text: string): string => `${level} 2026-03-05 10:00:00,640 services 31 1402 ${text}`;
const start = "-300 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s";
const sentTo = (to: string, second: number): string =>
  `${second} I ${solapi200}\n${second} I send_sms ok to=${to} group_id=G4V2026030510000${second}AAAAAAAAAAAAAAA`;
const refusedTo = (to: string, second: number, reason: string): string =>
  `${second} I ${solapi200}\n${second} W send_sms MessageNotReceivedError to=${to} reason=${reason}\n${second} W send failed, message will retry: ${reason}`;
const drained = queue([0, 0], [0, 0]);

/** What a third of the incidents, which nobody showed, may have been; fourth batch. */
// prettier-ignore
export const fourthIncidents: readonly BlindCase[] = [
  blind("b4-api-sender-unverified", "blocked api.sender-empty", { api: refused(400, "발신번호 인증이 완료되지 않았습니다. 설정에서 발신번호를 인증해 주세요."), queue: drained, notificationLogs: [] }),
  blind("b4-api-pfid", "blocked api.validation/api.template-not-approved/api.mode-not-allowed", { api: refused(400, "알림톡 채널(PFID)이 연동되지 않았습니다."), request: { message_mode: "alimtalk", student_ids: [1], template_id: 3 } }),
  blind("b4-api-recovery-200-zero", "blocked queue.enqueue-failed", { api: { status: 200, body: { ok: true, enqueued: 0, skipped_no_phone: 0 } }, queue: drained, worker: { logs: log(start) }, notificationLogs: [] }),
  blind("b4-api-throttle-scope", "blocked api.rate-limited", { api: refused(429, { detail: "요청이 지연(throttled)되었습니다. 3599초 후에 다시 시도하세요.", code: "throttled" }), queue: drained, tenant: tenant() }),
  blind("b4-api-too-many-recipients", "blocked api.rate-limited/api.validation", { api: refused(429, "한 번에 최대 500명까지 발송할 수 있습니다.") }),
  blind("b4-api-import-500", "blocked api.server-error/worker.module-not-found", { api: { status: 500, body: "<h1>Server Error (500)</h1>", logs: `${apiLine("ERROR", "Internal Server Error: /api/v1/messaging/send/")}\nTraceback (most recent call last):\n  File "/app/apps/core/urls.py", line 3, in <module>\nModuleNotFoundError: No module named 'apps.support.messaging'` } }),
  blind("b4-api-migration-500", "blocked api.server-error", { api: { status: 500, body: "<title>ProgrammingError at /api/v1/messaging/send/</title>", logs: `django.db.utils.ProgrammingError: column core_tenant.messaging_sender does not exist` }, worker: { logs: log(start) } }),
  blind("b4-api-403-jwt-other", "blocked api.forbidden", { api: refused(403, "해당 학원의 직원이 아닙니다."), tenant: tenant("0212345678", { code: "demo" }) }),
  blind("b4-api-503-maintenance", "blocked api.gateway", { api: { status: 503, body: { detail: "점검 중입니다." } } }),
  blind("b4-api-413-nginx", "blocked api.validation/api.rate-limited/api.gateway", { api: { status: 413, body: "<html><title>413 Request Entity Too Large</title></html>" } }),
  blind("b4-sqs-too-long", "blocked queue.enqueue-failed", { api: answered(0, 0, { logs: apiLine("ERROR", "Failed to send message to academy-messaging-jobs: An error occurred (InvalidParameterValue) when calling the SendMessage operation: One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.") }) }),
  blind("b4-sqs-visibility-short", "ok/degraded none/worker.duplicate-dropped", { api: answered(), collectedAt: "2026-03-05T10:05:00+09:00", queue: drained, worker: { logs: log(`${sentTo("0101****", 70)}\n90 I IDEMPOTENT_SKIP job_id=messaging:0c1d reason=duplicate`) }, notificationLogs: [row(true, "", { sent_at: "2026-03-05T01:01:10Z" })] }),
  blind("b4-sqs-purged-role", "blocked queue.access-denied-send", { api: answered(0, 0, { logs: apiLine("ERROR", "Error enqueuing messaging job: An error occurred (AccessDenied) when calling the GetQueueUrl operation: User: arn:aws:sts::8094:assumed-role/academy-api/i-1 is not authorized to perform: sqs:GetQueueUrl") }), queue: drained }),
  blind("b4-sqs-metadata", "blocked queue.credentials-missing", { worker: { logs: log(flood(40, 10, "E", "Failed to receive message from academy-messaging-jobs: Error when retrieving credentials from iam-role: Credential refresh failed, response did not contain: access_key, secret_key")) } }),
  blind("b4-w-image-pull", "blocked worker.not-running", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: { state: "missing" }, logs: "Unable to find image '8094.dkr.ecr.ap-northeast-2.amazonaws.com/academy:latest' locally\ndocker: Error response from daemon: pull access denied, repository does not exist or may require 'docker login'." } }),
  blind("b4-w-unbuffered", "ok none", { api: answered(), queue: drained, worker: { container: container(), logs: "" }, notificationLogs: [row(true)], provider: { messages: [record("4000", "수신완료")] } }),
  blind("b4-w-redis-noauth", "blocked worker.lock-unavailable", { ...august, api: answered(), queue: queue([0, 0], [0, 1]), worker: { logs: augustLog("1 W Redis lock acquire failed, REJECTING job for safety: NOAUTH Authentication required.\n1 W Redis unavailable, leaving message in SQS for retry job_id=0c1d") } }),
  blind("b4-w-test-tenant", "skipped worker.tenant-disabled", { ...august, api: answered(), worker: { logs: augustLog("1 I Message skipped: tenant_id=9999 is test tenant (messaging disabled)") }, tenant: { id: 9999, code: "test" }, queue: drained, notificationLogs: [] }),
  blind("b4-w-disabled-after", "skipped worker.tenant-disabled", { ...august, api: answered(), worker: { logs: augustLog("1 I Message skipped: business_tenant_id=1 messaging disabled") }, tenant: tenant("", { messaging_is_active: false }) }),
  blind("b4-w-normalized", "ok none", { ...august, api: answered(), worker: { logs: augustLog(`1 W Messaging worker normalized tenant_id=1 to owner=2 source_tenant_id=1\n1 I alimtalk via common solapi channel: tenant=2\n2 I ${solapi200}\n2 I send_alimtalk ok to=0101**** group_id=G4V20260820100002AAAAAAAAAAAAAAA`) }, notificationLogs: [augustRow("sent", "", { source_tenant: 1 })] }),
  blind("b4-w-dbdedup-proceed", "ok none", { ...august, api: answered(), worker: { logs: augustLog(`1 W DB dedup check failed (proceeding): timeout\n2 I ${solapi200}\n2 I send_alimtalk ok to=0101**** group_id=G4V20260820100002AAAAAAAAAAAAAAA`) } }),
  blind("b4-w-restart-idle", "ok none", { api: answered(), queue: drained, worker: { container: container({ restartCount: 4 }), logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)], tenant: tenant() }),
  blind("b4-w-mainloop-attr", "blocked worker.exception", { api: answered(), queue: queue([0, 0], [0, 1]), worker: { container: container(), logs: log(Array.from({ length: 5 }, (_, i) => `${i * 5} E Unexpected error in main loop: 'NoneType' object has no attribute 'get'\nTraceback (most recent call last):\n  File "/app/sqs_main.py", line 377, in main\n    body = message.get("Body")\nAttributeError: 'NoneType' object has no attribute 'get'`).join("\n")) } }),
  blind("b4-w-receipt", "blocked/degraded/unknown none/worker.exception/worker.message-format", { worker: { logs: log("1 E Message missing ReceiptHandle") } }),
  blind("b4-p-timeout-dup", "ambiguous provider.timeout", { api: answered(), collectedAt: "2026-03-05T10:04:00+09:00", queue: queue([0, 0], [0, 1]), worker: { logs: log([30, 91, 152].map((s) => `${s} E send_sms failed to=0101****\nhttpx.ReadTimeout: timed out\n${s} W send failed, message will retry: timed out`).join("\n")) }, notificationLogs: [1, 2, 3].map((i) => row(false, "timed out", { id: i })) }),
  blind("b4-p-connect", "blocked/ambiguous provider.unreachable/provider.timeout", { api: answered(), worker: { logs: log("2 W send failed, message will retry: [Errno -3] Temporary failure in name resolution") } }),
  blind("b4-p-3014", "silent provider.undelivered/provider.text-invalid/provider.message-type", { api: answered(), worker: { logs: log(sentTo("0101****", 2)) }, provider: { messages: [record("3014", "미지원 단말")] } }),
  blind("b4-p-button", "silent/blocked provider.template-mismatch", { api: answered(), worker: { logs: log(sentTo("0101****", 2).replace("send_sms", "send_alimtalk")) }, notificationLogs: [row(true)], provider: { messages: [record("3103", "버튼 URL이 템플릿과 다름")] } }),
  blind("b4-p-1011-hyphen", "blocked provider.recipient-invalid", { api: answered(), notificationLogs: [row(false, "[1011] 수신번호 형식이 올바르지 않습니다: 010-1234")] }),
  blind("b4-p-1058", "blocked provider.refused/provider.undelivered/provider.message-type", { api: answered(), notificationLogs: [row(false, "[1058] 발송 경로 없음")] }),
  blind("b4-p-key-debug", "blocked provider.unauthorized", { api: answered(), worker: { logs: log(`1 I ${solapiHttp("401 Unauthorized")}\n1 W alimtalk failed to=0101****: ('Unauthorized', '인증에 실패하였습니다.')\n1 W send failed, message will retry: ('Unauthorized', '인증에 실패하였습니다.')`) } }),
  blind("b4-p-aug-sender", "blocked provider.sender-not-registered", { ...august, queue: { name: "academy-v1-messaging-queue" }, api: answered(), tenant: tenant("0212345678"), worker: { env: { SOLAPI_SENDER: "01000000000" }, logs: augustLog("1 E send permanently failed (non-retryable), deleting message: reason=[1062] 발신번호 미등록 to=0101**** tenant=1") }, notificationLogs: [augustRow("failed", "[1062] 발신번호 미등록")] }),
  blind("b4-d-deduct-race", "blocked worker.database/worker.credit-insufficient", { api: answered(), worker: { logs: log("1 E deduct_credits failed: insufficient credit after lock") }, notificationLogs: [] }),
  blind("b4-d-rollback", "degraded/blocked worker.log-write-failed/provider.balance", { ...august, api: answered(), worker: { logs: augustLog(`1 I ${solapiHttp("400 Bad Request")}\n1 W alimtalk failed to=0101****: ('NotEnoughBalance', '잔액 부족')\n1 E rollback_credits failed after send exception: deadlock detected`) } }),
  blind("b4-d-credit-decimal", "blocked worker.credit-insufficient", { api: answered(), tenant: tenant("0212345678", { credit_balance: 0 }), notificationLogs: [row(false, "insufficient_balance", { success: "false" })] }),
  blind("b4-d-row-sending", "ambiguous/unknown/blocked none/worker.duplicate-dropped/provider.timeout/worker.stuck/provider.rejected-reason-lost", { ...august, api: answered(), notificationLogs: [augustRow("sending", "", { success: undefined })] }),
];

/** Several messages in one log: whose is it; fourth batch. */
// prettier-ignore
export const fourthCrowd: readonly BlindCase[] = [
  blind("b4-crowd-row-tells", "blocked provider.sender-not-registered", { api: answered(), tenant: tenant(), worker: { logs: log(`${sentTo("0107****", 1)}\n${refusedTo("0101****", 2, "[1062] 발신번호 미등록")}\n${sentTo("0108****", 3)}`) }, notificationLogs: [row(false, "[1062] 발신번호 미등록")] }),
  blind("b4-crowd-row-ok", "ok none", { api: answered(), tenant: tenant(), worker: { logs: log(`${refusedTo("0107****", 1, "[1062] 발신번호 미등록")}\n${sentTo("0101****", 2)}\n${refusedTo("0109****", 3, "[1011] 형식")}`) }, notificationLogs: [row(true)] }),
  blind("b4-crowd-record-tells", "ok none", { api: answered(), worker: { logs: log(`${refusedTo("0107****", 1, "[1061] 수신거부")}\n${sentTo("0101****", 2)}`) }, provider: { messages: [record("4000", "수신완료")] } }),
  blind("b4-crowd-api-log-tells", "blocked provider.recipient-blocked", { api: answered(1, 0, { logs: apiLine("INFO", "Messaging job enqueued: to=0101****") }), worker: { logs: log(`${sentTo("0107****", 1)}\n${refusedTo("0101****", 2, "[1061] 080 수신거부")}`) } }),
  blind("b4-crowd-credit-theirs", "ok none", { api: answered(), tenant: tenant("0212345678", { id: 12 }), worker: { logs: log(`1 W tenant_id=3 insufficient_balance balance=0 base_price=20, skip send\n1 W tenant_id=120 insufficient_balance balance=0 base_price=20, skip send\n${sentTo("0101****", 2)}`) }, notificationLogs: [row(true)] }),
  blind("b4-crowd-credit-ours", "blocked worker.credit-insufficient", { api: answered(), tenant: tenant("0212345678", { id: 12, credit_balance: "0" }), worker: { logs: log(`${sentTo("0107****", 1)}\n2 W tenant_id=12 insufficient_balance balance=0 base_price=20, skip send\n${sentTo("0108****", 3)}`) } }),
  blind("b4-crowd-before", "blocked provider.quota", { api: answered(), worker: { logs: log(`${sentTo("0101****", -60)}\n2 I ${solapiHttp("400 Bad Request")}\n2 W send failed, message will retry: ('QuotaExceeded', '한도')`) } }),
  blind("b4-crowd-mock-before", "ok none", { api: answered(), worker: { logs: log(`-600 I [MockSolapi] 발송 스킵 (실제 API 미호출) {}\n-600 I send_sms ok to=0101**** group_id=mock-1\n-30 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n${sentTo("0101****", 2)}`) } }),
  blind("b4-crowd-flood-then-ok", "ok none", { api: answered(), worker: { logs: log(`${flood(500, 20, "E", "Failed to receive message from academy-messaging-jobs: Connect timeout on endpoint URL: \"https://sqs.ap-northeast-2.amazonaws.com/\"")}\n${sentTo("0101****", 25)}`) }, notificationLogs: [row(true, "", { sent_at: "2026-03-05T01:00:25Z" })] }),
  blind("b4-crowd-ok-then-flood", "ok none", { api: answered(), worker: { logs: log(`${sentTo("0101****", 1)}\n${flood(50, 20, "E", "Failed to receive message from academy-messaging-jobs: An error occurred (ExpiredToken) when calling the ReceiveMessage operation: expired").replaceAll(/^(\d)/gm, "1$1")}`) }, notificationLogs: [row(true)] }),
  blind("b4-crowd-three-three-reasons", "blocked/degraded provider.recipient-invalid/provider.recipient-blocked/provider.text-invalid", { api: answered(3), worker: { logs: log(`${refusedTo("0101****", 1, "[1011] 형식")}\n${refusedTo("0102****", 2, "[1061] 수신거부")}\n${refusedTo("0103****", 3, "[1031] 길이 초과")}`) } }),
  blind("b4-crowd-others-invalid-json", "ok/blocked none/worker.message-not-json", { api: answered(), worker: { logs: log(`1 E Invalid JSON in message body\n${sentTo("0101****", 2)}`) }, notificationLogs: [row(true)] }),
];

/** Evidence against evidence; fourth batch. */
// prettier-ignore
export const fourthContradictions: readonly BlindCase[] = [
  blind("b4-contra-dead-container-but-sent", "ok/degraded none/worker.exited", { api: answered(), worker: { container: container({ state: "exited", exitCode: 0 }), logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)] }),
  blind("b4-contra-enq0-row", "blocked queue.enqueue-failed", { api: answered(0, 0), notificationLogs: [row(true)], worker: { logs: log(sentTo("0107****", 3)) } }),
  blind("b4-contra-401-sent", "blocked api.unauthorized", { api: refused(401, "expired"), worker: { logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)] }),
  blind("b4-contra-balance0-sent", "ok none", { api: answered(), worker: { logs: log(sentTo("0101****", 2)) }, provider: { balance: { balance: 0, point: 0 } } }),
  blind("b4-contra-unregistered-sent", "ok none", { api: answered(), tenant: tenant("01099998888"), worker: { logs: log(sentTo("0101****", 2)) }, provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }], messages: [record("4000", "")] } }),
  blind("b4-contra-mock-env-real-log", "ok none", { api: answered(), worker: { env: { DEBUG: "true" }, logs: log(sentTo("0101****", 2)) }, provider: { messages: [record("4000", "수신완료")] } }),
  blind("b4-contra-queue-gone-names", "ok none", { api: answered(1, 0, { env: { MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs-a" } }), worker: { env: { MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs-b" }, logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)], provider: { messages: [record("4000", "")] } }),
  blind("b4-contra-credit0-sent", "ok none", { api: answered(), tenant: tenant("0212345678", { credit_balance: "0" }), worker: { logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)] }),
  blind("b4-contra-env-missing-sent", "ok none", { api: answered(), worker: { env: { SOLAPI_SENDER: "" }, logs: log(sentTo("0101****", 2)) }, tenant: tenant() }),
  blind("b4-contra-api-timeout-sent", "ok/ambiguous/blocked none/api.timeout", { api: { elapsedMs: 30000, error: { code: "ETIMEDOUT", message: "timeout" } }, worker: { logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)] }),
  blind("b4-contra-api-502-sent", "ok/blocked none/api.gateway", { api: { status: 502, body: "" }, worker: { logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)], provider: { messages: [record("4000", "")] } }),
  blind("b4-solapis-own-envelopes", "blocked provider.recipient-blocked", { api: answered(), notificationLogs: { count: 1, results: [row(false, "generic")] }, provider: { senders: { senderIds: [{ phoneNumber: "0212345678", status: "ACTIVE" }] }, messages: { limit: 20, messageList: { M4V1: record("1061", "080 수신거부") } } } }),
  blind("b4-contra-dlq-and-sent", "ok/degraded none/queue.dead-lettered", { api: answered(), queue: queue([0, 0, 1], [0, 0, 2]), worker: { logs: log(sentTo("0101****", 2)) }, notificationLogs: [row(true)] }),
];
