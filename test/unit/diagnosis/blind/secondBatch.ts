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
const augustLog = (text: string, dress: Parameters<typeof log>[1] = {}): string =>
  log(text, dress).replaceAll("2026-03-05", "2026-08-20");
const augustApi = (text: string): string =>
  `[2026-08-20 10:00:00,512] INFO [apps.domains.messaging.services:88] ${text}`;
const start = "-300 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s";
const ok = `1 I ${solapi200}\n1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`;
const okTo = (to: string, second: number): string =>
  `${second} I ${solapi200}\n${second} I send_sms ok to=${to} group_id=G4V202603051000${10 + second}AAAAAAAAAAAAAAA`;
const refusedTo = (to: string, second: number, reason: string): string =>
  `${second} I ${solapi200}\n${second} W send_sms MessageNotReceivedError to=${to} reason=${reason}\n${second} W send failed, message will retry: ${reason}`;

/** API and queue, second batch. */
// prettier-ignore
export const secondFront: readonly BlindCase[] = [
  blind("b2-api-status-zero", "blocked api.unreachable", { api: { status: 0, error: { code: "ECONNREFUSED", message: "connect ECONNREFUSED ::1:8000" } } }),
  blind("b2-api-null-status", "blocked api.unreachable", { api: { status: null, body: null, error: { code: "ERR_TLS_CERT_ALTNAME_INVALID", message: "Hostname/IP does not match certificate's altnames" } } }),
  blind("b2-api-reset", "blocked api.unreachable", { api: { error: { code: "ECONNRESET", message: "socket hang up" }, elapsedMs: 40 }, tenant: tenant() }),
  blind("b2-api-ssl", "blocked api.unreachable", { api: { error: { code: "EPROTO", message: "write EPROTO 4088:error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER" } } }),
  blind("b2-api-connect-timeout", "blocked api.timeout/api.unreachable", { api: { error: { code: "UND_ERR_CONNECT_TIMEOUT", message: "Connect Timeout Error" }, elapsedMs: 10012 } }),
  blind("b2-api-csrf", "blocked api.forbidden", { api: refused(403, "CSRF Failed: CSRF token missing.") }),
  blind("b2-api-token-ko", "blocked api.unauthorized", { api: refused(401, "토큰이 만료되었습니다. 다시 로그인해 주세요."), tenant: tenant("") }),
  blind("b2-api-wrapped", "blocked api.sender-empty", { api: { status: 400, body: { error: { detail: "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요." } } } }),
  blind("b2-api-list-body", "blocked api.body-empty", { api: { status: 400, body: ["발송할 본문이 비어 있습니다."] } }),
  blind("b2-api-mojibake-ok", "blocked api.sender-empty", { api: { status: 400, body: "ë°œì‹ ë²ˆí˜¸ê°€ ë“±ë¡" }, tenant: tenant("") }),
  blind("b2-api-template-field", "blocked api.validation", { api: refused(400, { template_id: ["유효한 정수(integer)를 넣어주세요."] }) }),
  blind("b2-api-body-required", "blocked api.validation", { api: refused(400, { raw_body: ["이 필드는 blank일 수 없습니다."] }), tenant: tenant("") }),
  blind("b2-api-many-fields", "blocked api.validation", { api: refused(400, { student_ids: ["이 리스트는 비어 있을 수 없습니다."], send_to: ['"all"이 유효하지 않은 선택(choice)입니다.'] }), tenant: tenant(""), queue: queue([0, 0], [0, 0]), worker: { logs: "" } }),
  blind("b2-api-approval-pending", "blocked api.template-not-approved", { api: refused(400, "검수 승인된 템플릿만 알림톡으로 발송할 수 있습니다."), request: { message_mode: "alimtalk", template_id: "12", student_ids: ["4"] } }),
  blind("b2-api-404-tenant-text", "blocked api.tenant-not-resolved", { api: refused(404, { detail: "테넌트를 찾을 수 없습니다.", code: "tenant_invalid" }), tenant: undefined }),
  blind("b2-api-500-html-debug", "blocked api.server-error", { api: { status: 500, body: '<!DOCTYPE html>\n<html lang="en"><head><title>KeyError at /api/v1/messaging/send/</title></head><body><div id="summary"><h1>KeyError at /api/v1/messaging/send/</h1><pre class="exception_value">&#x27;student_ids&#x27;</pre></body></html>' } }),
  blind("b2-api-500-db", "blocked api.server-error/worker.database", { api: { status: 500, body: "<title>OperationalError at /api/v1/messaging/send/</title>", logs: "django.db.utils.OperationalError: FATAL:  remaining connection slots are reserved" } }),
  blind("b2-api-502-full", "blocked api.gateway", { api: { status: 502, body: "", elapsedMs: 8 }, queue: queue([0, 0], [0, 0]), worker: { container: container(), logs: log(start) }, tenant: tenant(), notificationLogs: [] }),
  blind("b2-api-norecip-datawrap", "blocked api.no-recipients", { api: { status: 200, body: { data: { detail: "발송 예정 0건입니다.", enqueued: 0, skipped_no_phone: 5 } } } }),
  blind("b2-api-aug-nophone", "blocked api.no-recipients", { ...august, tenant: { id: 1 }, api: { logs: augustApi("send_event_notification skipped: trigger=check_in_complete no valid phone for send_to=parent") } }),
  blind("b2-api-aug-quota", "blocked api.rate-limited", { ...august, api: { logs: augustApi("registration notification quota exceeded: tenant=1 trigger=registration_approved_student") }, notificationLogs: [] }),
  blind("b2-api-aug-notemplate", "blocked api.template-not-found", { ...august, api: { logs: augustApi("send_registration_approved student: no template found (tenant_id=1, trigger=registration_approved_student)") }, tenant: tenant("") }),
  blind("b2-api-aug-vars", "blocked api.validation/provider.template-mismatch", { ...august, api: { logs: augustApi("send_event_notification BLOCKED: trigger=exam_score template=exam_result required_vars missing: ['시험명', '점수']") }, queue: queue([0, 0], [0, 0]) }),
  blind("b2-api-aug-disabled-other", "unknown none", { ...august, api: { logs: augustApi("send_event_notification skipped: tenant_id=44 messaging disabled") }, tenant: tenant("") }),
  blind("b2-q-200-detail-only", "blocked queue.enqueue-failed", { api: { status: 200, body: "발송 예정 0건입니다." } }),
  blind("b2-q-counters-only-grow", "unknown none", { queue: queue([0, 0], [1, 0]) }),
  blind("b2-q-inflight-only", "unknown/blocked none/worker.stuck", { api: answered(), queue: queue([0, 0], [0, 1]) }),
  blind("b2-q-dead-no-before", "unknown/blocked none/queue.dead-lettered", { queue: { name: "academy-messaging-jobs", after: { visible: 0, inFlight: 0, dead: 3 } } }),
  blind("b2-q-dlq-fail-reason-row", "blocked provider.balance", { api: answered(), collectedAt: "2026-03-05T10:06:00+09:00", queue: queue([0, 0, 0], [0, 0, 1]), notificationLogs: [row(false, "('NotEnoughBalance', '잔액이 부족합니다.')"), row(false, "('NotEnoughBalance', '잔액이 부족합니다.')", { id: 72 })] }),
  blind("b2-q-denied-json-log", "blocked queue.access-denied-send", { api: answered(0, 0, { logs: JSON.stringify({ asctime: "2026-03-05 10:00:00,400", levelname: "ERROR", name: "sqs_client", message: "Failed to send message to academy-messaging-jobs: An error occurred (AccessDenied) when calling the SendMessage operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied." }) }) }),
  blind("b2-q-worker-url-denied-enq", "blocked queue.access-denied-receive", { api: answered(1), worker: { logs: log("2 E Failed to get queue URL for academy-messaging-jobs: An error occurred (AccessDenied) when calling the GetQueueUrl operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied.", { zone: "UTC" }) } }),
  blind("b2-q-err-receiving", "blocked queue.not-found", {
    worker: {
      logs: log(`2 E Error receiving messaging message: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the ReceiveMessage operation: The specified queue does not exist for this wsdl version.
Traceback (most recent call last):
  File "/app/apps/support/messaging/sqs_queue.py", line 120, in receive_message
    response = self.client.receive_message(
botocore.errorfactory.QueueDoesNotExist: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the ReceiveMessage operation: The specified queue does not exist for this wsdl version.`),
    },
  }),
  blind("b2-q-nocred-loop-container", "blocked queue.credentials-missing", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container(), logs: log(Array.from({ length: 400 }, (_, i) => `${(i / 50).toFixed(2)} E Failed to get queue URL for academy-messaging-jobs: Unable to locate credentials\n${(i / 50).toFixed(2)} E Failed to receive message from academy-messaging-jobs: Unable to locate credentials`).join("\n")) }, notificationLogs: [] }),
  blind("b2-q-sso-expired", "blocked queue.credentials-expired", { api: answered(0, 0, { logs: "ERROR 2026-03-05 10:00:00,221 sqs_client Failed to send message to academy-messaging-jobs: The SSO session associated with this profile has expired or is otherwise invalid." }) }),
  blind("b2-q-node-creds", "blocked queue.credentials-missing", { api: answered(0, 0), queue: { error: { code: "CredentialsProviderError", message: "Could not load credentials from any providers" } } }),
  blind("b2-q-probe-only-denied-ok", "ok none", { api: answered(), worker: { logs: log(ok) }, queue: { name: "academy-messaging-jobs", error: { code: "AccessDenied", message: "not authorized to perform: sqs:getqueueattributes" } } }),
  blind("b2-q-probe-only", "unknown/blocked none/queue.access-denied-send/queue.access-denied-receive", { queue: { error: { code: "AccessDenied", message: "Access to the resource is denied." } } }),
  blind("b2-q-region-default", "blocked queue.region-mismatch", { api: answered(1, 0, { env: { AWS_REGION: "ap-northeast-2" }, logs: "INFO 2026-03-05 10:00:00,180 sqs_client SQS_QUEUE_URL_TRACE | send_message | queue_name=academy-messaging-jobs queue_url=https://sqs.ap-northeast-2.amazonaws.com/8094/academy-messaging-jobs region=ap-northeast-2 tenant_id=1" }), worker: { logs: log("-60 I SQSQueueClient initialized: us-east-1\n-60 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s") } }),
  blind("b2-q-name-url-env", "blocked queue.name-mismatch", { api: answered(1, 0), queue: queue([7, 0], [8, 0], { name: "academy-messaging-jobs-prod", url: "https://sqs.ap-northeast-2.amazonaws.com/809466760795/academy-messaging-jobs-prod" }), worker: { container: container(), env: { MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs-dev" }, logs: "" }, notificationLogs: [] }),
  blind("b2-q-endpoint-proxy", "blocked queue.endpoint-unreachable", { worker: { logs: log(flood(6, 60, "E", 'Failed to receive message from academy-messaging-jobs: Failed to connect to proxy URL: "http://proxy.internal:3128"')) } }),
  blind("b2-q-kms-probe", "blocked queue.kms-denied", { api: answered(0, 0), queue: { name: "academy-messaging-jobs", error: { code: "KMS.AccessDeniedException", message: "User is not authorized to perform: kms:Decrypt" } } }),
  blind("b2-q-redrive-rc", "blocked/degraded queue.redrive-missing/worker.message-format", { api: answered(), queue: queue([3, 0], [3, 1], { redrive: null, oldestAgeSeconds: 1_100_000 }), worker: { logs: "" }, notificationLogs: Array.from({ length: 6 }, (_, i) => row(false, "send_failed", { id: i })) }),
];

/** Worker, second batch. */
// prettier-ignore
export const secondWorker: readonly BlindCase[] = [
  blind("b2-w-ps-exited", "blocked worker.oom-killed/worker.exited", { api: answered(), worker: { container: { name: "academy-messaging-worker", state: "Exited (137) 3 minutes ago" } } }),
  blind("b2-w-ps-up", "unknown none", { api: answered(), worker: { container: { name: "academy-messaging-worker", state: "Up 3 hours (healthy)" } } }),
  blind("b2-w-ps-restarting", "blocked worker.crash-loop", { api: answered(), worker: { container: { state: "Restarting (1) 5 seconds ago", restartCount: 40 } } }),
  blind("b2-w-created", "blocked worker.not-running", { api: answered(), worker: { container: { state: "created", exitCode: 0, restartCount: 0 } } }),
  blind("b2-w-keyerror", "blocked worker.env-missing", { api: answered(), worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 3 }), logs: "Traceback (most recent call last):\n  File \"/app/apps/worker/messaging_worker/config.py\", line 18, in load\n    api_key = os.environ['SOLAPI_API_KEY']\nKeyError: 'SOLAPI_API_KEY'" } }),
  blind("b2-w-env-only", "blocked worker.env-missing", { api: answered(), worker: { container: container({ state: "exited", exitCode: 1 }), env: { SOLAPI_API_KEY: "", SOLAPI_API_SECRET: "set", SOLAPI_SENDER: "0212345678" } } }),
  blind("b2-w-libpq", "blocked worker.module-not-found", { api: answered(), worker: { logs: 'Traceback (most recent call last):\n  File "/app/manage.py", line 3, in <module>\n    import psycopg2\nImportError: libpq.so.5: cannot open shared object file: No such file or directory' } }),
  blind("b2-w-dmesg", "blocked worker.oom-killed", { api: answered(), worker: { container: container({ state: "exited", exitCode: 137, oomKilled: false }), logs: `${log(start)}\nOut of memory: Killed process 8123 (python) total-vm:812340kB, anon-rss:512000kB` } }),
  blind("b2-w-oom-string", "blocked worker.oom-killed", { api: answered(), worker: { container: container({ state: "exited", exitCode: "137", oomKilled: "true", restartCount: "0" }) } }),
  blind("b2-w-deploy-ok", "ok none", { api: answered(), tenant: tenant(), worker: { container: container({ startedAt: "2026-03-05T01:00:20Z" }), logs: log(`1 I Received signal, initiating graceful shutdown... | current_job=none\n2 I Messaging Worker shutdown complete\n20 I Django setup done (ORM available)\n20 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n${okTo("0101****", 22)}`) }, notificationLogs: [row(true, "", { sent_at: "2026-03-05T01:00:22Z" })] }),
  blind("b2-w-signal-midjob", "blocked/ambiguous worker.exited/worker.stuck", { api: answered(), queue: queue([0, 0], [0, 1]), worker: { container: container({ state: "exited", exitCode: 0 }), logs: log("1 I Received signal, initiating graceful shutdown... | current_job=processing\n1 I Graceful shutdown: exiting") }, notificationLogs: [] }),
  blind("b2-w-fatal-loop", "blocked worker.crash-loop/worker.database", { api: answered(), worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 6 }), logs: log("2 E Fatal error in Messaging Worker\nTraceback (most recent call last):\n  File \"/app/x.py\", line 1, in main\nValueError: invalid literal for int() with base 10: '20s'") } }),
  blind("b2-w-ai-log", "unknown none", { api: answered(), worker: { logs: log("1 I AI Worker started | queue=academy-ai-jobs\n4 I job done id=77", { tag: "AI-WORKER" }) } }),
  blind("b2-w-main-loop", "blocked worker.database", { api: answered(), worker: { logs: log('1 E Unexpected error in main loop: could not translate host name "db" to address: Name or service not known') } }),
  blind("b2-w-db-pw", "blocked worker.database", { api: answered(), worker: { logs: log('1 W get_tenant_messaging_info failed: connection to server at "10.0.2.9", port 5432 failed: FATAL:  password authentication failed for user "academy"\n1 E deduct_credits failed: connection to server at "10.0.2.9", port 5432 failed: FATAL:  password authentication failed for user "academy"') }, tenant: tenant(), notificationLogs: [] }),
  blind("b2-w-db-disabledcheck", "blocked worker.database", { ...august, worker: { logs: augustLog("1 W Messaging disabled policy check failed for business_tenant_id=1; keeping message for retry: connection already closed") } }),
  blind("b2-w-db-boundary", "blocked worker.database", { ...august, api: answered(), worker: { logs: augustLog('1 E Provider send boundary claim errored: tenant=1 log_id=90\nTraceback (most recent call last):\n  File "/app/y.py", line 4, in f\ndjango.db.utils.InterfaceError: connection already closed') }, notificationLogs: [row(false, "", { status: "processing", sent_at: "2026-08-20T01:00:01Z", success: undefined })] }),
  blind("b2-w-redis-trace", "blocked worker.lock-unavailable", { ...august, worker: { logs: augustLog("1 W Redis unavailable, leaving message in SQS for retry job_id=5d3e", { stamped: true }) }, queue: queue([0, 0], [0, 1]), notificationLogs: [] }),
  blind("b2-w-format-korean", "blocked worker.message-format", { api: answered(), worker: { logs: log("3 E Invalid message format: {'tenant_id': 1, '수신': '01012345678'}") }, notificationLogs: [] }),
  blind("b2-w-connection-test", "blocked worker.message-format", { queue: queue([1, 0], [0, 0]), worker: { logs: log("3 E Invalid message format: {'type': 'connection_test'}") } }),
  blind("b2-w-credit-other-tenant", "ok none", { api: answered(), tenant: tenant("0212345678", { id: 3 }), worker: { logs: log(`1 W tenant_id=9 insufficient_balance balance=0 base_price=20, skip send\n${okTo("0101****", 3)}`) } }),
  blind("b2-w-credit-own-other-ok", "blocked worker.credit-insufficient", { api: answered(), tenant: tenant("0212345678", { id: 3, credit_balance: "0" }), worker: { logs: log(`${okTo("0107****", 1)}\n3 W tenant_id=3 insufficient_balance balance=0 base_price=20, skip send`) }, notificationLogs: [row(false, "insufficient_balance", { recipient_summary: "0101****" })] }),
  blind("b2-w-mock-many", "silent worker.mock-mode", { api: answered(3), worker: { logs: log([1, 2, 3].map((s) => `${s} I [MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '0101234567${s}'}\n${s} I send_alimtalk ok to=010${s}**** group_id=mock-${s}`).join("\n")) }, notificationLogs: [row(true), row(true, "", { id: 72 }), row(true, "", { id: 73 })] }),
  blind("b2-w-mock-no-http", "silent worker.mock-mode", { api: answered(), worker: { logs: log('-2 I HTTP Request: GET https://example.com "HTTP/1.1 200 OK"\n1 I send_sms ok to=0101**** group_id=mock-ffee') }, provider: { messages: [] }, notificationLogs: [row(true)] }),
  blind("b2-w-nohttp-norecord", "silent worker.mock-mode", { api: answered(), worker: { logs: log("1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA") }, provider: { messages: [] }, notificationLogs: [row(true)] }),
  blind("b2-w-mock-env-dash", "silent worker.mock-mode", { api: answered(), worker: { env: { SOLAPI_MOCK: "1" } }, notificationLogs: [row(true)], queue: queue([0, 0], [0, 0]) }),
  blind("b2-w-orm-no-rows", "degraded worker.orm-unavailable", { api: answered(), worker: { container: container(), env: { SOLAPI_API_KEY: true, SOLAPI_SENDER: "0212345678", DJANGO_SETTINGS_MODULE: null }, logs: log(ok) }, notificationLogs: [] }),
  blind("b2-w-logwrite-refused", "blocked provider.sender-not-registered", { api: answered(), worker: { logs: log(`${refusedTo("0101****", 1, "[1062] 발신번호 미등록")}\n1 E NotificationLog/rollback failed: deadlock detected`) }, notificationLogs: [] }),
  blind("b2-w-result-persist", "degraded/ambiguous worker.log-write-failed", { ...august, api: answered(), worker: { logs: augustLog(`1 I ${solapi200}\n1 I send_alimtalk ok to=0101**** group_id=G4V20260820100001AAAAAAAAAAAAAAA\n1 W Send result persistence failed; leaving SQS message for guarded retry: tenant=1 log_id=12`) } }),
  blind("b2-w-guard-white", "blocked/skipped worker.recipient-blocked", { ...august, api: answered(), worker: { logs: augustLog("1 W recipient_guard: blocked sending to 0101**** (not in whitelist, 3 entries)") }, notificationLogs: [row(false, "recipient_blocked_by_policy")] }),
  blind("b2-w-mode-row", "blocked worker.mode-blocked", { ...august, api: answered(), notificationLogs: [row(false, "common_template_not_allowed", { status: "failed", sent_at: "2026-08-20T01:00:02Z" })] }),
  blind("b2-w-dup-still", "blocked/skipped/ambiguous worker.duplicate-dropped", { ...august, api: answered(), worker: { logs: augustLog("1 W Business dedup: key=1:exam:9 still processing for same SQS message; leaving for retry/DLQ (tenant=1 log_id=8)") } }),
  blind("b2-w-lookup-then-sent", "degraded worker.tenant-lookup-failed", { api: answered(), worker: { logs: log(`1 W get_tenant_messaging_info failed: column core_tenant.messaging_base_price does not exist\n${ok}`, { stamped: true }) }, notificationLogs: [] }),
  blind("b2-w-errexit-restart", "blocked worker.error-exit", { api: answered(), worker: { logs: log(`${Array.from({ length: 10 }, (_, i) => `${i * 3} W send failed, message will retry: send_failed`).join("\n")}\n31 E Too many consecutive errors (10), exiting\n35 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s`) } }),
  blind("b2-w-silent-3parts", "blocked/unknown worker.not-polling/none", { api: answered(), worker: { logs: "" }, tenant: tenant() }),
  blind("b2-w-stuck-noqueueage", "blocked/ambiguous worker.stuck", { api: answered(), collectedAt: "2026-03-05T10:30:00+09:00", queue: { before: { visible: 0, inFlight: 0 }, after: { visible: 0, inFlight: 1 } }, worker: { container: container(), logs: "" } }),
  blind("b2-w-backlog-env", "degraded worker.backlog", { api: answered(1), collectedAt: "2026-03-05T10:10:00+09:00", queue: queue([4000, 1], [4600, 1], { oldestAgeSeconds: 3000 }), worker: { logs: log(Array.from({ length: 20 }, (_, i) => okTo(`010${i % 10}****`, i * 25)).join("\n")), container: container() } }),
  blind("b2-w-selfstop-alone", "blocked worker.self-stop", { worker: { logs: log("1 I Graceful shutdown: exiting\n1 I Messaging Worker shutdown complete") } }),
];

/** Solapi and whole runs, second batch. */
// prettier-ignore
export const secondProvider: readonly BlindCase[] = [
  blind("b2-p-partial", "degraded/blocked provider.recipient-invalid", { api: answered(3), worker: { logs: log(`${okTo("0101****", 1)}\n${okTo("0102****", 2)}\n${refusedTo("0103****", 3, "[1011] 수신번호 형식 오류")}`) }, tenant: tenant() }),
  blind("b2-p-perm-aug", "blocked provider.sender-not-registered", { ...august, api: answered(), tenant: tenant(""), worker: { logs: augustLog("1 E send permanently failed (non-retryable), deleting message: reason=[1062] 발신번호 미등록 to=0101**** tenant=1") } }),
  blind("b2-p-amb-balance-aug", "blocked provider.balance", { ...august, api: answered(), worker: { logs: augustLog("1 W alimtalk failed to=0101****: ('NotEnoughBalance', '잔액이 부족합니다.')\n1 E send outcome ambiguous after provider call; suppressing automatic resend: reason=('NotEnoughBalance', '잔액이 부족합니다.') to=0101**** tenant=1 log_id=4") } }),
  blind("b2-p-quota-aug", "blocked provider.quota", { ...august, api: answered(), worker: { logs: augustLog("1 E send permanently failed (non-retryable), deleting message: reason=provider_quota_exceeded to=0101**** tenant=1") }, notificationLogs: [row(false, "provider_quota_exceeded", { status: "failed" })] }),
  blind("b2-p-timeout-chain", "ambiguous provider.timeout", {
    api: answered(),
    worker: {
      logs: log(
        `31 E send_sms failed to=0101****
Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/httpcore/_exceptions.py", line 10, in map_exceptions
    yield
TimeoutError: timed out

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/httpx/_client.py", line 914, in send
httpx.ReadTimeout: timed out
31 W send failed, message will retry: timed out`,
        { crlf: true, stamped: true, zone: "UTC" },
      ),
    },
  }),
  blind("b2-p-connreset", "ambiguous provider.timeout/provider.server-error", { api: answered(), worker: { logs: log("3 W send failed, message will retry: Server disconnected without sending a response.") } }),
  blind("b2-p-503", "ambiguous provider.server-error", { api: answered(), worker: { logs: log(`1 I ${solapiHttp("503 Service Unavailable")}\n1 W send failed, message will retry: ('UnknownError', '<html>…')`) } }),
  blind("b2-p-http-only-403ip", "blocked provider.ip-not-allowed", { api: answered(), worker: { logs: log(`1 I ${solapiHttp("403 Forbidden")}\n1 E send_sms failed to=0101****`) }, notificationLogs: [row(false, "솔라피 IP 미등록: 허용되지 않은 IP(3.3.3.3)")] }),
  blind("b2-p-unauth-dict", "blocked provider.unauthorized", { api: answered(), worker: { logs: log('1 W send failed, message will retry: {"errorCode":"InvalidAPIKey","errorMessage":"유효하지 않은 API Key"}') } }),
  blind("b2-p-skew-sig", "blocked provider.clock-skew", { api: answered(), notificationLogs: [row(false, "('RequestTimeTooSkewed', '요청 시간이 서버 시간과 너무 다릅니다.')")] }),
  blind("b2-p-sender-missing-empty-all", "blocked provider.sender-missing", { api: answered(), tenant: tenant(""), worker: { env: { SOLAPI_SENDER: "" }, logs: log("1 W send failed, message will retry: sender_required") }, notificationLogs: [row(false, "sender_required")] }),
  blind("b2-p-1062-senders", "blocked provider.sender-not-registered", { api: answered(), tenant: tenant("01099998888"), notificationLogs: [row(false, "[1062] 발신번호 미등록")], provider: { senders: ["0212345678"], balance: { balance: "9980", point: "0" } } }),
  blind("b2-p-lost-with-senders", "blocked provider.rejected-reason-lost/provider.sender-not-registered", { api: answered(), request: { message_mode: "sms" }, tenant: tenant("01099998888"), worker: { logs: log(`1 I ${solapi200}\n1 W alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 …`) }, provider: { senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }] } }),
  blind("b2-p-lost-recovered", "blocked provider.sender-not-registered", { api: answered(), worker: { logs: log(`1 I ${solapi200}\n1 W alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 …`) }, provider: { messages: [record("1062", "발신번호 미등록")] } }),
  blind("b2-p-4000-all", "ok none", { api: answered(2), worker: { logs: log(`${okTo("0101****", 1)}\n${okTo("0102****", 2)}`) }, provider: { messages: [record("4000", "수신완료"), record("4000", "수신완료", { messageId: "M4V2", to: "0102****" })] } }),
  blind("b2-p-mixed-records", "silent/degraded/blocked provider.undelivered", { api: answered(2), worker: { logs: log(`${okTo("0101****", 1)}\n${okTo("0102****", 2)}`) }, provider: { messages: [record("4000", "수신완료"), record("3040", "전송시간 초과", { messageId: "M4V2", to: "0102****" })] } }),
  blind("b2-p-3105-log", "silent/blocked provider.template-not-found", { worker: { logs: log(ok.replaceAll("send_sms", "send_alimtalk")) }, provider: { messages: [record("3105", "미등록 템플릿")] }, notificationLogs: [row(true)] }),
  blind("b2-p-2254", "silent/blocked provider.undelivered/provider.text-invalid/provider.refused", { worker: { logs: log(ok) }, provider: { messages: [record("2254", "스팸")] } }),
  blind("b2-p-alimtalk-config-sms", "degraded/blocked provider.alimtalk-config", { api: answered(), request: { message_mode: "both" }, worker: { logs: log(`1 W alimtalk requested but pf_id/template_id missing, sending SMS\n${ok}`) } }),
  blind("b2-p-reply-aug", "ambiguous provider.reply-unreadable", { ...august, api: answered(), worker: { logs: augustLog("1 W alimtalk failed to=0101****: 3 validation errors for SendMessageResponse\ngroupInfo.log\n  Field required\n1 E send outcome ambiguous after provider call; suppressing automatic resend: reason=3 validation errors for SendMessageResponse to=0101**** tenant=1 log_id=2") } }),
  blind("b2-p-module-solapi-vs", "blocked worker.module-not-found", { api: answered(), notificationLogs: [row(false, "No module named 'solapi'")], worker: { logs: log("1 W solapi SDK not installed: No module named 'solapi'") } }),
  blind("b2-p-senderlist-noise", "ok none", { api: answered(1, 0, { logs: 'WARNING 2026-03-05 10:00:03,100 views Solapi sender list failed status=403 body={"errorCode":"Forbidden","errorMessage":"허용되지 않은 IP(1.2.3.4)"}' }), worker: { logs: log(ok) }, notificationLogs: [row(true)] }),
  blind("b2-p-template-noise", "ok none", { api: answered(), worker: { logs: log(`0 W Solapi template list failed status=401 body={"errorCode":"InvalidAPIKey"}\n${ok}`) }, tenant: tenant() }),
  blind("b2-p-utc-before", "ok none", { api: answered(), worker: { logs: log(`-1200 W send failed, message will retry: ('InvalidAPIKey', 'x')\n${ok}`, { zone: "UTC" }) }, notificationLogs: [row(true)] }),
  blind("b2-p-utc-before-fail", "blocked provider.unauthorized", { api: answered(), worker: { logs: log(`-1200 I ${solapi200}\n-1200 I send_sms ok to=0101**** group_id=G4V20260305004001AAAAAAAAAAAAAAA\n2 I ${solapiHttp("403 Forbidden")}\n2 W send failed, message will retry: ('InvalidAPIKey', 'x')`, { zone: "UTC" }) } }),
  blind("b2-p-row-korean", "blocked provider.recipient-blocked", { api: answered(), notificationLogs: [row(false, "수신거부된 번호입니다")] }),
  blind("b2-p-row-balance-ko", "blocked provider.balance", { api: answered(), notificationLogs: [row(false, "솔라피 잔액이 부족합니다.")] }),
  blind("b2-p-success-row", "ok none", { api: answered(), notificationLogs: [row(true)] }),
  blind("b2-p-success-row-aug", "ok none", { ...august, api: answered(), notificationLogs: [row(true, "", { status: "sent", provider_message_id: "G4V2026", sent_at: "2026-08-20T01:00:02Z" })] }),
  blind("b2-p-env-differs", "ok none", { api: answered(1, 0, { env: { SOLAPI_SENDER: "0212345678", MESSAGING_TENANT_BINDING_KEY: "a" } }), worker: { env: { SOLAPI_SENDER: "01000000000", MESSAGING_TENANT_BINDING_KEY: "b" }, logs: log(ok) } }),
  blind("b2-p-1mb-line", "blocked provider.sender-not-registered", { api: answered(), worker: { logs: log(`0 D ${"x".repeat(1_000_000)}\n${refusedTo("0101****", 2, "[1062] 발신번호 미등록")}`) } }),
  blind("b2-p-400-and-row", "blocked api.sender-empty", { api: refused(400, "발신번호가 등록되지 않았습니다."), tenant: tenant(""), notificationLogs: [row(true)], worker: { logs: log(okTo("0106****", 4)) } }),
  blind("b2-p-tz-none", "blocked provider.quota", { sentAt: undefined, collectedAt: undefined, api: answered(), worker: { logs: log(`1 I ${solapiHttp("400 Bad Request")}\n1 W send failed, message will retry: ('QuotaExceeded', '일일 한도 초과')`) } }),
  blind("b2-p-1026-aug", "blocked provider.duplicate-recipient", { ...august, worker: { logs: augustLog("1 E send permanently failed (non-retryable), deleting message: reason=[1026] 중복 수신번호 to=0101**** tenant=1") } }),
  blind("b2-p-3108-night", "silent/blocked provider.alimtalk-undelivered", { sentAt: "2026-03-05T22:10:00+09:00", collectedAt: "2026-03-05T22:20:00+09:00", provider: { messages: [record("3108", "발송시간 아님")] }, notificationLogs: [row(true, "", { sent_at: "2026-03-05T13:10:01Z" })] }),
];
