import { answered, blind, container, flood, log, queue, row, solapi200, tenant, type BlindCase } from "./kit";

const start = "-300 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s";
const booted = `-301 I Django setup done (ORM available)\n-301 I SQSQueueClient initialized: ap-northeast-2\n${start}`;
const waiting = queue([0, 0], [1, 0], { oldestAgeSeconds: 85 });
const taken = queue([0, 0], [0, 0]);
const sent = `1 I ${solapi200}\n1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`;
const trace = (...rest: string[]): string =>
  [
    "Traceback (most recent call last):",
    '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 412, in main',
    ...rest,
  ].join("\n");
const august = { sentAt: "2026-08-20T10:00:00+09:00", collectedAt: "2026-08-20T10:01:30+09:00" };
/** The shorthand's clock stands on March; an August log is the same with another date. */
const augustLog = (text: string): string => log(text).replaceAll("2026-03-05", "2026-08-20");

/** Worker as a process, first batch. */
// prettier-ignore
export const workerProcessCases: readonly BlindCase[] = [
  blind("worker-missing", "blocked worker.not-running", { api: answered(), worker: { container: { name: "academy-messaging-worker", state: "missing" } } }),
  blind("worker-missing-all", "blocked worker.not-running", { api: answered(2), queue: queue([0, 0], [2, 0]), worker: { container: { state: "missing" }, logs: "" }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-missing-paste", "blocked worker.not-running", { api: answered(), worker: { logs: "Error response from daemon: No such container: academy-messaging-worker" }, tenant: tenant() }),
  blind("worker-exited", "blocked worker.exited", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 0, health: undefined }) }, tenant: tenant() }),
  blind("worker-exited-1", "blocked worker.exited", { api: answered(), worker: { container: container({ state: "exited", exitCode: 1 }), logs: "" }, notificationLogs: [] }),
  blind("worker-dead", "blocked worker.exited", { worker: { container: { name: "academy-messaging-worker", state: "dead", exitCode: "255" } } }),
  blind("worker-exited-fatal", "blocked worker.exited", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 1 }), logs: log(`2 E Fatal error in Messaging Worker\n${trace("RuntimeError: can't start new thread")}`) }, tenant: tenant() }),
  blind("worker-crashloop", "blocked worker.crash-loop", { api: answered(), queue: waiting, worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 14 }) } }),
  blind("worker-crashloop-logs", "blocked worker.crash-loop", { api: answered(), worker: { container: container({ state: "restarting", exitCode: 2, restartCount: "37" }), logs: "usage: sqs_main.py [-h]\nsqs_main.py: error: unrecognized arguments: --loop\nusage: sqs_main.py [-h]\nsqs_main.py: error: unrecognized arguments: --loop" }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-crashloop-syntax", "blocked worker.crash-loop", { api: answered(), queue: waiting, worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 9 }), logs: Array(3).fill("  File \"/app/apps/worker/messaging_worker/sqs_main.py\", line 77\n    if x = 1:\n       ^^^^^\nSyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?").join("\n") } }),
  blind("worker-oom", "blocked worker.oom-killed", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 137, oomKilled: true }) } }),
  blind("worker-oom-loop", "blocked worker.oom-killed", { api: answered(), worker: { container: container({ state: "restarting", exitCode: 137, oomKilled: true, restartCount: 6 }), logs: log(start) }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-oom-137", "blocked worker.oom-killed", { worker: { container: { name: "academy-messaging-worker", state: "exited", exitCode: 137, oomKilled: true } } }),
  blind("worker-env", "blocked worker.env-missing", { worker: { logs: log("0 C config error: Missing required env: SOLAPI_API_KEY") } }),
  blind("worker-env-all", "blocked worker.env-missing", { api: answered(), queue: waiting, worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 22 }), logs: log(Array.from({ length: 8 }, (_, i) => `${i * 10} C config error: Missing required env: SOLAPI_SENDER`).join("\n"), { stamped: true }) }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-env-before-send", "blocked worker.env-missing", { api: answered(), worker: { container: container({ state: "exited", exitCode: 1 }), logs: log("-20 C config error: Missing required env: SOLAPI_API_SECRET") }, tenant: tenant() }),
  blind("worker-module", "blocked worker.module-not-found", {
    worker: {
      logs: `Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "/app/apps/worker/messaging_worker/sqs_main.py", line 31, in <module>
    from apps.support.messaging.sqs_queue import MessagingSQSQueue
ModuleNotFoundError: No module named 'apps.support.messaging'`,
    },
  }),
  blind("worker-module-loop", "blocked worker.module-not-found", { api: answered(), queue: waiting, worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 5 }), logs: Array(4).fill("Traceback (most recent call last):\r\n  File \"/app/manage.py\", line 11, in main\r\nImportError: cannot import name 'MessagingSQSQueue' from 'apps.support.messaging.sqs_queue' (/app/apps/support/messaging/sqs_queue.py)").join("\r\n") }, tenant: tenant() }),
  blind("worker-module-solapi", "blocked worker.module-not-found", { api: answered(), worker: { logs: log("1 E solapi SDK not installed: No module named 'solapi'\n1 W send failed, message will retry: solapi_not_installed") }, notificationLogs: [row(false, "solapi_not_installed")] }),
  blind("worker-module-row", "blocked worker.module-not-found", { api: answered(), notificationLogs: [row(false, "solapi_not_installed")], tenant: tenant() }),
  blind("worker-notpolling", "blocked worker.not-polling", { api: answered(), queue: queue([0, 0], [1, 0], { oldestAgeSeconds: 90 }), worker: { container: container(), logs: "" }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-notpolling-start-old", "blocked worker.not-polling", { api: answered(2), queue: queue([3, 0], [5, 0], { oldestAgeSeconds: 4000 }), worker: { container: container(), logs: log("-9000 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s") }, notificationLogs: [] }),
  blind("worker-stuck", "blocked/ambiguous worker.stuck", { api: answered(), collectedAt: "2026-03-05T10:05:00+09:00", queue: queue([0, 0], [0, 1], { oldestAgeSeconds: 290 }), worker: { container: container(), logs: "" }, notificationLogs: [] }),
  blind("worker-stuck-no-line", "blocked/ambiguous worker.stuck", { api: answered(), collectedAt: "2026-03-05T10:10:00+09:00", queue: queue([0, 0], [0, 1], { oldestAgeSeconds: "580" }), worker: { container: container(), logs: log(start) }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-backlog", "degraded worker.backlog", { api: answered(200), collectedAt: "2026-03-05T10:05:00+09:00", queue: queue([150, 10], [900, 10], { oldestAgeSeconds: 420 }), tenant: tenant(), worker: { container: container(), logs: log(Array.from({ length: 30 }, (_, i) => `${i * 8} I ${solapi200}\n${i * 8} I send_sms ok to=010${i % 9}**** group_id=G4V2026030510${10 + i}CCCCCCCCCCCCCCCC`).join("\n")) }, notificationLogs: Array.from({ length: 30 }, (_, i) => row(true, "", { id: 200 + i, sent_at: new Date(Date.UTC(2026, 2, 5, 1, 0, i * 8)).toISOString() })) }),
  blind("worker-backlog-rows", "degraded worker.backlog", { api: answered(50), collectedAt: "2026-03-05T10:04:00+09:00", queue: queue([20, 1], [60, 1], { oldestAgeSeconds: 230 }), notificationLogs: Array.from({ length: 9 }, (_, i) => row(true, "", { id: 300 + i })) }),
  blind("worker-errexit", "blocked worker.error-exit", { api: answered(), worker: { container: container({ restartCount: 3 }), logs: log("40 W send failed, message will retry: send_failed\n40 E Too many consecutive errors (10), exiting") }, tenant: tenant() }),
  blind("worker-errexit-only", "blocked worker.error-exit", { worker: { logs: log("12 E Too many consecutive errors (10), exiting", { stamped: true, zone: "UTC" }), container: container({ state: "exited", exitCode: 1 }) }, notificationLogs: [] }),
  blind("worker-selfstop", "blocked worker.self-stop", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 0 }), logs: log(`2 I Graceful shutdown: exiting\n2 I Messaging Worker shutdown complete`) }, tenant: tenant() }),
  blind("worker-selfstop-before", "blocked worker.self-stop", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 0 }), logs: log(`${booted}\n-299 I Graceful shutdown: exiting\n-299 I Messaging Worker shutdown complete`) }, notificationLogs: [] }),
  blind("worker-stopped-by-signal", "blocked worker.exited", { api: answered(), queue: waiting, worker: { container: container({ state: "exited", exitCode: 0 }), logs: log("3 I Received signal, initiating graceful shutdown... | current_job=none\n3 I Graceful shutdown: exiting\n3 I Messaging Worker shutdown complete") }, notificationLogs: [] }),
];

/** The worker and one message, first batch. */
// prettier-ignore
export const workerMessageCases: readonly BlindCase[] = [
  blind("worker-json", "blocked worker.message-not-json", { worker: { logs: log("1 E Invalid JSON in message body") } }),
  blind("worker-json-all", "blocked worker.message-not-json", { api: answered(), queue: taken, worker: { container: container(), logs: log(`${booted}\n4 E Invalid JSON in message body`, { crlf: true }) }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-format", "blocked worker.message-format", { worker: { logs: log("1 E Invalid message format: {'tenant_id': 1, 'phone': '01012345678', 'message': '테스트'}") } }),
  blind("worker-format-aug", "blocked worker.message-format", { ...august, api: answered(), queue: taken, worker: { logs: augustLog("1 E Invalid message format: message_id=5d3e4c1a-1111-4222-8333-944445555666 payload_type=dict keys=['connection_test']") }, notificationLogs: [] }),
  blind("worker-notenant", "blocked worker.message-no-tenant", { worker: { logs: log("1 W Message missing tenant_id, skipping (legacy message)") }, api: answered(), tenant: tenant() }),
  blind("worker-notenant-aug", "blocked worker.message-no-tenant", { ...august, worker: { logs: augustLog("2 E Message has invalid tenant_id='hakwonplus', deleting message_id=ab12cd34-1111-4222-8333-944445555666") } }),
  blind("worker-notenant-aug2", "blocked worker.message-no-tenant", { ...august, queue: taken, notificationLogs: [], worker: { container: container(), logs: augustLog("2 E Message missing tenant_id (required for tenant isolation), deleting message_id=ab12cd34-1111-4222-8333-944445555666") } }),
  blind("worker-sig", "blocked worker.signature-invalid", { ...august, worker: { logs: augustLog("1 E Message has invalid or missing tenant binding signature; deleting message_id=ab12cd34 reason=missing_tenant_binding_signature") } }),
  blind("worker-sig-row", "blocked worker.signature-invalid", { ...august, api: answered(), notificationLogs: [row(false, "invalid_tenant_binding_signature", { status: "failed", sent_at: "2026-08-20T01:00:02Z" })] }),
  // log-lines.md: "payload tenant ≠ source", so the tenant is wrong and not the signature.
  blind("worker-sig-contradict", "blocked worker.message-no-tenant", { ...august, api: answered(), worker: { logs: augustLog("1 E Message has contradictory tenant binding; deleting message_id=ab12cd34 reason=source_tenant_mismatch") }, notificationLogs: [] }),
  blind("worker-dup", "blocked/skipped worker.duplicate-dropped", { api: answered(), queue: taken, worker: { logs: log("1 I IDEMPOTENT_SKIP job_id=messaging:5d3e4c1a reason=duplicate") }, notificationLogs: [] }),
  blind("worker-dup-logline", "blocked/skipped worker.duplicate-dropped", { worker: { logs: log("1 I LOG_IDEMPOTENT_SKIP job_id=5d3e4c1a-1111 reason=duplicate", { stamped: true }) }, tenant: tenant() }),
  blind("worker-dup-inflight", "blocked/skipped worker.duplicate-dropped", { ...august, api: answered(), queue: queue([0, 0], [0, 1]), worker: { logs: augustLog("1 I Duplicate in-flight message detected, keep for retry job_id=5d3e4c1a") }, notificationLogs: [] }),
  blind("worker-dup-business", "blocked/skipped worker.duplicate-dropped", { ...august, api: answered(), worker: { logs: augustLog("1 I Business dedup: key=1:check_in:77:202608201000 already claimed, skipping (tenant=1)") } }),
  blind("worker-dup-db", "blocked/skipped worker.duplicate-dropped", { ...august, api: answered(), worker: { logs: augustLog("1 I DB dedup: message_id=5d3e4c1a already sent successfully, skipping") } }),
  blind("worker-lock", "blocked worker.lock-unavailable", { ...august, worker: { logs: augustLog("1 W Redis not available, REJECTING job for safety (fail-closed) job_id=5d3e4c1a\n1 W Redis unavailable, leaving message in SQS for retry job_id=5d3e4c1a") } }),
  blind("worker-lock-acquire", "blocked worker.lock-unavailable", { ...august, api: answered(), queue: queue([0, 0], [0, 1]), worker: { container: container(), logs: augustLog("-3 W Redis connection failed (will retry in 300s): Error 111 connecting to redis:6379. Connection refused.\n1 W Redis lock acquire failed, REJECTING job for safety: Error 111 connecting to redis:6379. Connection refused.") }, notificationLogs: [] }),
  blind("worker-db-slots", "blocked worker.database", { api: answered(), worker: { logs: log(`1 E Unexpected error in main loop: connection to server at "10.0.2.9", port 5432 failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections\n${trace('django.db.utils.OperationalError: connection to server at "10.0.2.9", port 5432 failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections')}`) }, tenant: tenant() }),
  blind("worker-db-deduct", "blocked worker.database", { api: answered(), queue: queue([0, 0], [0, 1]), worker: { logs: log(`1 E deduct_credits failed: could not obtain lock on row in relation "core_tenant"\n${trace('django.db.utils.OperationalError: could not obtain lock on row in relation "core_tenant"')}`) }, notificationLogs: [] }),
  blind("worker-db-startup", "blocked worker.database", { ...august, api: answered(), queue: waiting, worker: { container: container({ state: "restarting", exitCode: 1, restartCount: 4 }), logs: augustLog('1 E DB connection failed at startup: connection to server at "db" (10.0.2.9), port 5432 failed: FATAL:  password authentication failed for user "academy". Exiting.') } }),
  blind("worker-db-claim", "blocked worker.database", { ...august, worker: { logs: augustLog(`1 E Business claim failed; leaving SQS message for retry: tenant=1 key=abc\n${trace("django.db.utils.OperationalError: server closed the connection unexpectedly")}`) }, api: answered() }),
  blind("worker-lookup", "degraded worker.tenant-lookup-failed", { api: answered(), queue: taken, worker: { container: container(), logs: log(`1 W get_tenant_messaging_info failed: relation "core_tenant" does not exist\n${sent}`) }, tenant: tenant(), notificationLogs: [] }),
  blind("worker-lookup-only", "degraded/blocked worker.tenant-lookup-failed", { worker: { logs: log("1 W get_tenant_messaging_info failed: Tenant matching query does not exist.") }, notificationLogs: [] }),
  blind("worker-orm", "degraded worker.orm-unavailable", { api: answered(), queue: taken, worker: { container: container(), logs: log(`-5 I SQSQueueClient initialized: ap-northeast-2\n-5 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n${sent}`), env: { SOLAPI_SENDER: "0212345678" } }, notificationLogs: [] }),
  blind("worker-orm-env", "degraded worker.orm-unavailable", { api: answered(), worker: { logs: log(sent), env: { SOLAPI_SENDER: "0212345678", DJANGO_SETTINGS_MODULE: "" } }, notificationLogs: [], tenant: tenant() }),
  blind("worker-logwrite", "degraded worker.log-write-failed", { api: answered(), queue: taken, worker: { logs: log(`${sent}\n1 E NotificationLog/rollback failed: value too long for type character varying(20)\n${trace("django.db.utils.DataError: value too long for type character varying(20)")}`) }, notificationLogs: [] }),
  blind("worker-logwrite-aug", "degraded worker.log-write-failed", { ...august, api: answered(), worker: { logs: augustLog(`1 I ${solapi200}\n1 I send_alimtalk ok to=0101**** group_id=G4V20260820100001AAAAAAAAAAAAAAA\n1 W create_notification_log failed: null value in column "tenant_id"`) }, notificationLogs: [] }),
  blind("worker-credit", "blocked worker.credit-insufficient", { worker: { logs: log("1 W tenant_id=1 insufficient_balance balance=0 base_price=20.00, skip send") } }),
  blind("worker-credit-row", "blocked worker.credit-insufficient", { api: answered(), notificationLogs: [row(false, "insufficient_balance")] }),
  blind("worker-credit-all", "blocked worker.credit-insufficient", { api: answered(), queue: taken, worker: { container: container(), logs: log(`${booted}\n1 W tenant_id=1 insufficient_balance balance=5 base_price=12.50, skip send`, { ansi: true }) }, tenant: tenant("0212345678", { credit_balance: "5", messaging_base_price: "12.50" }), notificationLogs: [row(false, "insufficient_balance")], provider: { balance: { balance: 100000, point: 0 } } }),
  blind("worker-credit-aug", "blocked worker.credit-insufficient", { ...august, worker: { logs: augustLog("1 W business_tenant_id=1 insufficient_balance base_price=9.00, skip send") } }),
  blind("worker-mock", "silent worker.mock-mode", { api: answered(), queue: taken, worker: { logs: log("1 I [MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '01012345678', 'from': '0212345678', 'text': '테스트'}\n1 I send_sms ok to=0101**** group_id=mock-1a2b3c4d") }, tenant: tenant(), notificationLogs: [row(true)] }),
  blind("worker-mock-group", "silent worker.mock-mode", { worker: { logs: log("1 I send_sms ok to=0101**** group_id=mock-1a2b3c4d", { stamped: true, zone: "UTC" }) } }),
  blind("worker-mock-env", "silent worker.mock-mode", { api: answered(), queue: taken, worker: { container: container(), env: { SOLAPI_MOCK: "true", SOLAPI_SENDER: "0212345678" } }, notificationLogs: [row(true)] }),
  blind("worker-mock-debug", "silent worker.mock-mode", { api: answered(), worker: { env: { DEBUG: "True" }, logs: log("1 I send_sms ok to=0101**** group_id=mock-9988") }, notificationLogs: [row(true)], tenant: tenant() }),
  blind("worker-reservation", "skipped worker.reservation-cancelled", { api: answered(), queue: taken, worker: { logs: log("1 I reservation_id=881 cancelled, skip send") }, notificationLogs: [] }),
  blind("worker-reservation-only", "skipped worker.reservation-cancelled", { worker: { logs: log("1 I reservation_id=12 cancelled, skip send", { crlf: true, stamped: true }) } }),
  blind("worker-guard", "blocked/skipped worker.recipient-blocked", { ...august, api: answered(), worker: { logs: augustLog("1 W recipient_guard: blocked sending to 0101**** (operational denylist)\n1 W Message skipped: recipient=0101**** rejected by policy") } }),
  blind("worker-guard-row", "blocked/skipped worker.recipient-blocked", { ...august, api: answered(), queue: taken, notificationLogs: [row(false, "recipient_blocked_by_policy", { sent_at: "2026-08-20T01:00:02Z", status: "failed" })] }),
  blind("worker-modeblock", "blocked worker.mode-blocked", { ...august, worker: { logs: augustLog("1 E Messaging worker blocked delivery: tenant=1 mode=alimtalk reason=common_template_not_allowed") } }),
  blind("worker-modeblock-sms", "blocked worker.mode-blocked", { ...august, api: answered(), queue: taken, worker: { container: container(), logs: augustLog("1 E Messaging worker blocked delivery: tenant=1 mode=sms reason=sms_disabled") }, notificationLogs: [row(false, "sms_disabled", { sent_at: "2026-08-20T01:00:02Z" })] }),
  blind("worker-testtenant", "skipped worker.tenant-disabled", { ...august, worker: { logs: augustLog("1 I Message skipped: tenant_id=1 is test tenant (messaging disabled)") }, api: answered() }),
  blind("worker-flood-unrelated", "blocked worker.credit-insufficient", { api: answered(), worker: { logs: log(`${flood(200, 30, "I", "heartbeat ok")}\n31 W tenant_id=1 insufficient_balance balance=0 base_price=20, skip send\n${flood(3, 3, "D", "LOG_LOCK_RELEASED")}`) }, tenant: tenant("0212345678", { credit_balance: 0 }) }),
];
