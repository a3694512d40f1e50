import {
  answered,
  blind,
  container,
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

/** What one line of the worker's log says, however the line is dressed. */
// prettier-ignore
const lines: readonly (readonly [id: string, expect: string, level: string, text: string])[] = [
  ["denied", "blocked queue.access-denied-receive", "ERROR", "Failed to receive message from academy-messaging-jobs: An error occurred (AccessDenied) when calling the ReceiveMessage operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied."],
  ["missing-queue", "blocked queue.not-found", "ERROR", "Failed to get queue URL for academy-messaging-jobs: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist or you do not have access to it."],
  ["no-credentials", "blocked queue.credentials-missing", "ERROR", "Failed to get queue URL for academy-messaging-jobs: Unable to locate credentials"],
  ["bad-credentials", "blocked queue.credentials-invalid", "ERROR", "Failed to receive message from academy-messaging-jobs: An error occurred (InvalidClientTokenId) when calling the ReceiveMessage operation: The security token included in the request is invalid."],
  ["expired", "blocked queue.credentials-expired", "ERROR", "Failed to receive message from academy-messaging-jobs: An error occurred (ExpiredToken) when calling the ReceiveMessage operation: The security token included in the request is expired"],
  ["endpoint", "blocked queue.endpoint-unreachable", "ERROR", 'Failed to receive message from academy-messaging-jobs: Could not connect to the endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"'],
  ["kms", "blocked queue.kms-denied", "ERROR", "Failed to receive message from academy-messaging-jobs: An error occurred (KMS.AccessDeniedException) when calling the ReceiveMessage operation: null"],
  ["env", "blocked worker.env-missing", "CRITICAL", "config error: Missing required env: SOLAPI_SENDER"],
  ["not-json", "blocked worker.message-not-json", "ERROR", "Invalid JSON in message body"],
  ["format", "blocked worker.message-format", "ERROR", "Invalid message format: {'to': '01012345678', 'tenant_id': 1}"],
  ["no-tenant", "blocked worker.message-no-tenant", "WARNING", "Message missing tenant_id, skipping (legacy message)"],
  ["signature", "blocked worker.signature-invalid", "ERROR", "Message has invalid or missing tenant binding signature; deleting message_id=0c1d reason=invalid_tenant_binding_signature"],
  ["duplicate", "blocked/skipped worker.duplicate-dropped", "INFO", "IDEMPOTENT_SKIP job_id=messaging:0c1d reason=duplicate"],
  ["lock", "blocked worker.lock-unavailable", "WARNING", "Redis not available, REJECTING job for safety (fail-closed) job_id=0c1d"],
  ["deduct", "blocked worker.database", "ERROR", "deduct_credits failed: connection to server at \"db\" (10.0.0.4), port 5432 failed: Connection timed out"],
  ["credit", "blocked worker.credit-insufficient", "WARNING", "tenant_id=1 insufficient_balance balance=3 base_price=15.00, skip send"],
  ["mock", "silent worker.mock-mode", "INFO", "[MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '01012345678', 'text': '테스트'}"],
  ["cancelled", "skipped worker.reservation-cancelled", "INFO", "reservation_id=41 cancelled, skip send"],
  ["guard", "blocked/skipped worker.recipient-blocked", "WARNING", "recipient_guard: blocked sending to 0101**** (not in whitelist, 1 entries)"],
  ["mode", "blocked worker.mode-blocked", "ERROR", "Messaging worker blocked delivery: tenant=1 mode=sms reason=sms_disabled"],
  ["exit", "blocked worker.error-exit", "ERROR", "Too many consecutive errors (10), exiting"],
  ["no-module", "blocked worker.module-not-found", "ERROR", "solapi SDK not installed: No module named 'solapi'"],
  ["no-sender", "blocked provider.sender-missing", "WARNING", "send failed, message will retry: sender_required"],
  ["1062", "blocked provider.sender-not-registered", "WARNING", "send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록"],
  ["key", "blocked provider.unauthorized", "WARNING", "send failed, message will retry: ('InvalidAPIKey', '유효하지 않은 API 키')"],
  ["skew", "blocked provider.clock-skew", "WARNING", "send failed, message will retry: ('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.')"],
  ["ip", "blocked provider.ip-not-allowed", "WARNING", "send failed, message will retry: ('Forbidden', '허용되지 않은 IP(15.164.2.9)로 접근하고 있습니다.')"],
  ["balance", "blocked provider.balance", "WARNING", "send failed, message will retry: ('NotEnoughBalance', '잔액이 부족합니다. 현재잔액: 8원')"],
  ["quota", "blocked provider.quota", "WARNING", "send failed, message will retry: ('QuotaExceeded', '일일 발송량을 초과했습니다')"],
  ["rate", "blocked provider.rate-limited", "WARNING", "send failed, message will retry: ('TooManyRequests', '요청이 너무 많습니다.')"],
  ["opt-out", "blocked provider.recipient-blocked", "WARNING", "send_sms MessageNotReceivedError to=0101**** reason=[1061] 080 수신거부 번호"],
  ["too-long", "blocked provider.text-invalid", "WARNING", "send_sms MessageNotReceivedError to=0101**** reason=[1031] 메시지 길이가 너무 깁니다"],
  ["type", "blocked provider.message-type", "WARNING", "send_sms MessageNotReceivedError to=0101**** reason=[1025] 메시지 타입 오류"],
  ["template", "blocked provider.template-mismatch", "ERROR", "send permanently failed (non-retryable), deleting message: reason=[1043] 템플릿 불일치 to=0101**** tenant=1"],
  ["unknown-template", "blocked provider.template-not-found", "WARNING", "send failed, message will retry: [1042] 템플릿 ID 없음"],
  ["config", "blocked provider.alimtalk-config", "WARNING", "send failed, message will retry: alimtalk_requires_pf_id_and_template_id"],
  ["lost", "blocked provider.rejected-reason-lost", "WARNING", "alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 failed_messages 를 확인하세요."],
  ["timed-out", "ambiguous provider.timeout", "WARNING", "send failed, message will retry: The read operation timed out"],
  ["5xx", "ambiguous provider.server-error", "WARNING", "send failed, message will retry: ('UnknownError', '<html><title>502 Bad Gateway</title></html>')"],
  ["reply", "ambiguous provider.reply-unreadable", "WARNING", "send failed, message will retry: 4 validation errors for SendMessageResponse"],
];

/** The same line as different tools and configurations print it. */
// prettier-ignore
const dresses: readonly (readonly [id: string, (level: string, text: string) => string])[] = [
  ["bare", (_, text) => text],
  ["levelled", (level, text) => `${level}: ${text}`],
  ["django", (level, text) => `[05/Mar/2026 10:00:02] ${level} [apps.worker.messaging_worker.sqs_main:412] ${text}`],
  ["json", (level, text) => JSON.stringify({ timestamp: "2026-03-05T01:00:02.120Z", level: level.toLowerCase(), logger: "messaging", message: text })],
  ["k8s", (level, text) => `2026-03-05T01:00:02.120456789Z stdout F 2026-03-05 10:00:02,119 [${level}] [MESSAGING-WORKER] ${text}`],
  ["cloudwatch", (level, text) => `1772672402120\t2026-03-05 10:00:02,119 [${level}] [MESSAGING-WORKER] ${text}`],
  ["loguru", (level, text) => `2026-03-05 10:00:02.119 | ${level.padEnd(8)} | sqs_main:main:412 - ${text}`],
  ["pasted", (level, text) => `> \t2026-03-05 10:00:02,119 [${level}] [MESSAGING-WORKER] ${text}`],
  ["truncated-time", (level, text) => `:00:02,119 [${level}] [MESSAGING-WORKER] ${text}`],
];

/** Every telling line in every dress. */
export const dressedLines: readonly BlindCase[] = lines.flatMap(([id, expect, level, text]) =>
  dresses.map(([dress, print]) => blind(`b3-${id}-${dress}`, expect, { worker: { logs: `${print(level, text)}\n` } })),
);

const ok = `1 I ${solapi200}\n1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`;
const start = "-300 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s";

/** Whole bundles, third batch. */
// prettier-ignore
export const thirdBatch: readonly BlindCase[] = [
  blind("b3-dry-run", "silent/skipped/blocked api.not-enqueued", { api: { status: 200, body: {}, logs: "[2026-03-05 10:00:00] INFO notification send_event_notification DRY-RUN: trigger=check_in tenant=1 student=5 send_to=parent (not sending)" }, tenant: tenant() }),
  blind("b3-sender-order-payload", "blocked provider.sender-not-registered", { api: answered(), tenant: tenant("0212345678"), worker: { logs: log(`1 I ${solapi200}\n1 W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록`), env: { SOLAPI_SENDER: "0299999999" } }, provider: { senders: [{ phoneNumber: "0212345678", status: "PENDING" }] } }),
  blind("b3-400-html", "blocked api.validation/api.tenant-not-resolved", { api: { status: 400, body: "<h1>Bad Request (400)</h1>" } }),
  blind("b3-405", "blocked api.wrong-endpoint/api.validation", { api: refused(405, '메소드(Method) "GET"은(는) 허용되지 않습니다.') }),
  blind("b3-413", "blocked api.validation/api.rate-limited", { api: { status: 413, body: "<html><head><title>413 Request Entity Too Large</title></head></html>" } }),
  blind("b3-403-korean-mode", "blocked api.mode-not-allowed", { api: refused(403, "문자 발송 권한이 없는 학원입니다. (SMS 제한)") }),
  blind("b3-403-disabled-flag-only", "blocked api.messaging-disabled", { api: refused(403, { code: "messaging_disabled" }), tenant: tenant("", { messaging_is_active: "false" }) }),
  blind("b3-404-template-string", "blocked api.template-not-found", { api: { status: "404", body: '{"detail":"템플릿을 찾을 수 없습니다."}' } }),
  blind("b3-both-needs-template", "blocked api.template-not-approved", { api: refused(400, "알림톡/폴백 모드는 검수 승인된 템플릿을 선택해 주세요."), tenant: tenant(""), worker: { logs: log(start) }, queue: queue([2, 0], [2, 0]) }),
  blind("b3-401-and-all-else-broken", "blocked api.unauthorized", { api: refused(401, "Given token not valid for any token type"), worker: { container: container({ state: "exited", exitCode: 1 }) }, tenant: tenant(""), queue: queue([0, 0], [0, 0], { redrive: null }) }),
  blind("b3-400-worker-dead-too", "blocked api.sender-empty", { api: refused(400, "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요."), worker: { container: { state: "missing" } }, tenant: tenant("") }),
  blind("b3-enq0-worker-dead", "blocked queue.enqueue-failed", { api: answered(0, 0), worker: { container: container({ state: "exited", exitCode: 1 }) }, notificationLogs: [] }),
  blind("b3-enq-worker-dead-denied-old", "blocked worker.exited", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container({ state: "exited", exitCode: 143 }), logs: log("-7200 E Failed to receive message from academy-messaging-jobs: An error occurred (AccessDenied) when calling the ReceiveMessage operation: denied\n-3600 I Received signal, initiating graceful shutdown... | current_job=none\n-3600 I Messaging Worker shutdown complete") } }),
  blind("b3-receive-then-crash", "blocked worker.oom-killed", { api: answered(), queue: queue([0, 0], [0, 1]), worker: { container: container({ state: "running", restartCount: 1, oomKilled: true, exitCode: 137, startedAt: "2026-03-05T01:00:30Z" }), logs: log("30 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s") }, notificationLogs: [] }),
  blind("b3-restart-many", "blocked worker.crash-loop", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container({ state: "restarting", exitCode: 139, restartCount: 12 }), logs: log([0, 20, 40, 60].map((s) => `${s} I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s`).join("\n")) } }),
  blind("b3-two-containers", "ok none", { api: answered(), worker: { logs: `${log("1 I AI Worker started | queue=academy-ai-jobs", { tag: "AI-WORKER" })}\n${log(ok)}` } }),
  blind("b3-row-older", "unknown none", { api: answered(), notificationLogs: [] }),
  blind("b3-mixed-mock-real", "silent worker.mock-mode", { api: answered(2), worker: { logs: log(`${ok}\n4 I [MockSolapi] 발송 스킵 (실제 API 미호출) {}\n4 I send_sms ok to=0105**** group_id=mock-a1`) }, notificationLogs: [row(true), row(true, "", { id: 72, recipient_summary: "0105****" })] }),
  blind("b3-fallback-fails", "blocked provider.sender-not-registered", { api: answered(), request: { message_mode: "both" }, worker: { logs: log(`1 I ${solapi200}\n1 W alimtalk failed to=0101****: 메시지 접수에 실패했습니다.\n1 I alimtalk failed, fallback to SMS\n2 I ${solapi200}\n2 W send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록\n2 W send failed, message will retry: [1062] 발신번호 미등록`) } }),
  blind("b3-retry-then-ok", "ok none", { api: answered(), worker: { logs: log(`1 I ${solapiHttp("429 Too Many Requests")}\n1 W send failed, message will retry: ('TooManyRequests', '…')\n62 I ${solapi200}\n62 I send_sms ok to=0101**** group_id=G4V20260305100102AAAAAAAAAAAAAAA`) }, notificationLogs: [row(false, "TooManyRequests"), row(true, "", { id: 72 })] }),
  blind("b3-ok-then-dup", "ok none", { api: answered(), worker: { logs: log(`${ok}\n62 I IDEMPOTENT_SKIP job_id=messaging:0c1d reason=duplicate`) } }),
  blind("b3-dlq-silent", "blocked queue.dead-lettered", { api: answered(), collectedAt: "2026-03-05T10:10:00+09:00", queue: queue([0, 0, 0], [0, 0, 1]), worker: { container: container(), logs: "" }, notificationLogs: [] }),
  blind("b3-credit-tenant-zero-only", "unknown none", { api: answered(), tenant: tenant("0212345678", { credit_balance: "0", messaging_base_price: "20" }) }),
  blind("b3-balance-zero-only", "unknown none", { api: answered(), provider: { balance: { balance: 0, point: 0 } } }),
  blind("b3-paused", "blocked worker.not-polling/worker.exited/worker.stuck", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container({ state: "paused" }) } }),
  blind("b3-no-collected", "blocked worker.not-polling", { collectedAt: undefined, api: answered(), queue: queue([0, 0], [1, 0], { oldestAgeSeconds: 300 }), worker: { container: container(), logs: "" } }),
  blind("b3-rows-null", "ok none", { api: answered(), worker: { logs: log(ok), container: null, env: null }, notificationLogs: null, provider: null, queue: null }),
  blind("b3-logs-array", "blocked provider.balance", { api: answered(), worker: { logs: log(`1 I ${solapiHttp("402 Payment Required")}\n1 W send failed, message will retry: ('NotEnoughBalance', '잔액 부족')`).split("\n") } }),
  blind("b3-2063", "silent/blocked provider.account-blocked/provider.undelivered/provider.refused", { worker: { logs: log(ok) }, provider: { messages: [record("2063", "차단된 계정")] } }),
  blind("b3-3013", "silent/blocked provider.sender-not-registered/provider.undelivered", { worker: { logs: log(ok) }, provider: { messages: [record("3013", "발신번호 형식 오류")] } }),
  blind("b3-record-pending", "ok none", { api: answered(), worker: { logs: log(ok) }, provider: { messages: [record("2000", "접수")] }, notificationLogs: [row(true)] }),
  blind("b3-sms-length", "ok none", { request: { message_mode: "sms", raw_body: "가".repeat(40), student_ids: [1] }, api: answered(), worker: { logs: log(ok) }, provider: { messages: [record("4000", "", { type: "LMS" })] } }),
  blind("b3-owner-row", "ok none", { api: answered(), worker: { logs: log(ok) }, notificationLogs: [row(true, "", { tenant_id: 1, source_tenant: 7 })] }),
  blind("b3-redis-recovered", "ok/degraded none/worker.lock-unavailable", { api: answered(), worker: { logs: log(`-20 W Redis connection failed (will use DB fallback): Error 111\n${ok}`) } }),
  blind("b3-late-start", "ok/degraded none/worker.started-late", { api: answered(), collectedAt: "2026-03-05T10:06:00+09:00", worker: { container: container({ startedAt: "2026-03-05T01:04:00Z" }), logs: log(`240 I Django setup done (ORM available)\n240 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n242 I ${solapi200}\n242 I send_sms ok to=0101**** group_id=G4V20260305100402AAAAAAAAAAAAAAA`) } }),
  blind("b3-kst-sentat-utc-log-multi", "blocked provider.quota", { sentAt: "2026-03-05T01:00:00Z", collectedAt: "2026-03-05T01:01:30Z", api: answered(), worker: { logs: log(`-40000 W send failed, message will retry: [1062] 발신번호 미등록\n1 I ${solapiHttp("400 Bad Request")}\n1 W send failed, message will retry: ('QuotaExceeded', '한도')`, { zone: "UTC" }) } }),
];
