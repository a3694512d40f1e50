import {
  type Case,
  adversary,
  at,
  container,
  counts,
  enqueued,
  http,
  ok,
  retry,
  row,
  running,
  setup,
  started,
  tenant,
  text,
  worker,
} from "./kit";

const state = (name: string, more: object = {}, ...lines: string[]) => ({
  worker: { container: container(name, more), ...(lines.length > 0 && { logs: text(...lines) }) },
});
const MODULE = text(
  "Traceback (most recent call last):",
  '  File "<frozen runpy>", line 198, in _run_module_as_main',
  '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 31, in <module>',
  "    from apps.support.messaging.services import get_tenant_messaging_info",
  "ModuleNotFoundError: No module named 'apps.support.messaging'",
);
const SLOTS =
  'connection to server at "db.rds" (10.0.0.4), port 5432 failed: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute';
const refusedBy = (id: string) => at(3, `send_sms MessageNotReceivedError to=0101**** reason=[${id}]`, "WARNING");
const MOCK = at(
  2,
  "[MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '01012345678', 'from': '0212345678', 'text': '테스트'}",
);

const PROCESS: Case[] = [
  ["no container", "worker.not-running blocked", { ...enqueued(), ...state("missing"), ...counts(1) }],
  [
    "no container, nothing else",
    "worker.not-running blocked",
    { worker: { container: { name: "academy-messaging-worker", state: "missing", exitCode: null } } },
  ],
  ["exited 0, no log", "worker.exited blocked", { ...enqueued(), ...state("exited", { exitCode: 0 }), ...counts(1) }],
  [
    "exited 143",
    "worker.exited blocked",
    { ...enqueued(), ...state("exited", { exitCode: 143, oomKilled: false }), ...counts(1) },
  ],
  [
    "stopped from outside",
    "worker.exited blocked",
    {
      ...enqueued(),
      ...state(
        "exited",
        { exitCode: "0" },
        at(5, "Received signal, initiating graceful shutdown... | current_job=None"),
        at(5, "Graceful shutdown: exiting"),
        at(5, "Messaging Worker shutdown complete"),
      ),
    },
  ],
  ["dead, exit 1, no log", "worker.exited blocked", { ...enqueued(), ...state("dead", { exitCode: 1 }) }],
  [
    "137 by kill -9: the engine says no OOM",
    "worker.exited blocked",
    { ...enqueued(), ...state("exited", { exitCode: 137, oomKilled: false }), ...counts(1) },
  ],
  [
    "OOM",
    "worker.oom-killed blocked",
    { ...enqueued(), ...state("exited", { exitCode: 137, oomKilled: true }, started()), ...counts(1) },
  ],
  [
    "OOM in a loop",
    "worker.oom-killed blocked",
    {
      ...enqueued(),
      ...state("restarting", { exitCode: 137, oomKilled: true, restartCount: 7 }, started(2), started(20), started(44)),
    },
  ],
  ["137, flag not collected", "worker.oom-killed blocked", { ...enqueued(), ...state("exited", { exitCode: 137 }) }],
  [
    "restarting, no log",
    "worker.crash-loop blocked",
    { ...enqueued(), ...state("restarting", { exitCode: 1, restartCount: 12 }) },
  ],
  [
    "restarting, empty log",
    "worker.crash-loop blocked",
    {
      ...enqueued(),
      worker: { container: container("restarting", { exitCode: "1", restartCount: "9" }), logs: "" },
      ...counts(1),
    },
  ],
  [
    "loop with an exception of the app",
    "worker.crash-loop blocked",
    {
      ...enqueued(),
      ...state(
        "restarting",
        { exitCode: 1, restartCount: 4 },
        "Traceback (most recent call last):",
        '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 12, in <module>',
        "KeyError: 'WAIT'",
      ),
    },
  ],
  [
    "loop: env",
    "worker.env-missing blocked",
    {
      ...enqueued(),
      ...state(
        "restarting",
        { exitCode: 1, restartCount: 30 },
        at(2, "config error: Missing required env: SOLAPI_SENDER", "CRITICAL"),
        at(9, "config error: Missing required env: SOLAPI_SENDER", "CRITICAL"),
      ),
    },
  ],
  [
    "env, log alone",
    "worker.env-missing blocked",
    worker(at(2, "config error: Missing required env: SOLAPI_API_KEY", "CRITICAL")),
  ],
  [
    "env by its list",
    "worker.env-missing blocked",
    {
      ...enqueued(),
      worker: {
        container: container("exited", { exitCode: 1 }),
        env: { SOLAPI_API_KEY: "set", SOLAPI_API_SECRET: "", SOLAPI_SENDER: "0212345678" },
      },
    },
  ],
  [
    "loop: module",
    "worker.module-not-found blocked",
    { ...enqueued(), ...state("restarting", { exitCode: 1, restartCount: 3 }, MODULE, MODULE) },
  ],
  [
    "module with compose prefixes",
    "worker.module-not-found blocked",
    {
      worker: {
        logs: MODULE.trimEnd()
          .split("\n")
          .map((line) => `messaging-worker-1  | ${line}`)
          .join("\r\n"),
      },
    },
  ],
  [
    "solapi missing",
    "worker.module-not-found blocked",
    {
      ...enqueued(),
      ...worker(
        setup,
        started(),
        at(2, "solapi SDK not installed: No module named 'solapi'", "WARNING"),
        retry(2, "solapi_not_installed"),
      ),
    },
  ],
  ["solapi missing, by the row", "worker.module-not-found blocked", { ...enqueued(), ...row("solapi_not_installed") }],
  [
    "cannot import name",
    "worker.module-not-found blocked",
    worker(
      "Traceback (most recent call last):",
      '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 5, in <module>',
      "ImportError: cannot import name 'SolapiMessageService' from 'solapi' (/usr/local/lib/python3.11/site-packages/solapi/__init__.py)",
    ),
  ],
  [
    "loop: database at start-up",
    "worker.database blocked",
    {
      ...enqueued(),
      ...state(
        "restarting",
        { exitCode: 1, restartCount: 5 },
        at(2, `DB connection failed at startup: ${SLOTS}. Exiting.`, "ERROR"),
      ),
    },
  ],
  [
    "silent and not draining",
    "worker.not-polling blocked",
    {
      ...enqueued(),
      worker: { container: running, logs: "" },
      ...counts(1, 0, { oldestAgeSeconds: 90 }),
      notificationLogs: [],
    },
  ],
  [
    "silent since the start line",
    "worker.not-polling blocked",
    {
      ...enqueued(),
      worker: {
        container: running,
        logs: `2026-03-05 08:00:00,000 [INFO] [MESSAGING-WORKER] Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n`,
      },
      ...counts(3, 0, { oldestAgeSeconds: "85" }),
    },
  ],
  [
    "taken, then nothing",
    "worker.stuck blocked",
    {
      ...enqueued(),
      worker: { container: running, logs: "" },
      ...counts(0, 1, { oldestAgeSeconds: 400 }),
      collectedAt: "2026-03-05T10:06:40+09:00",
      notificationLogs: [],
    },
  ],
  [
    "behind",
    "worker.backlog degraded",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(20, "200 OK"),
        ok(20, "0109****"),
        http(40),
        ok(40, "0108****"),
        http(60),
        ok(60, "0107****"),
      ),
      queue: {
        name: "academy-messaging-jobs",
        before: { visible: 120, inFlight: 1, dead: 0 },
        after: { visible: 420, inFlight: 1, dead: 0 },
        oldestAgeSeconds: 900,
      },
      notificationLogs: [{ id: 1, sent_at: "2026-03-05T10:00:20+09:00", success: true, recipient_summary: "0109****" }],
    },
  ],
  [
    "ten errors, reason not told",
    "worker.error-exit blocked",
    { ...enqueued(), ...state("exited", { exitCode: 1 }, at(9, "Too many consecutive errors (10), exiting", "ERROR")) },
  ],
  [
    "ten errors, reason told",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...state(
        "restarting",
        { exitCode: 1, restartCount: 2 },
        started(),
        http(3),
        refusedBy("1062] 발신번호 미등록"),
        retry(3, "[1062] 발신번호 미등록"),
        at(9, "Too many consecutive errors (10), exiting", "ERROR"),
        started(12),
      ),
    },
  ],
  [
    "ended itself",
    "worker.self-stop blocked",
    {
      ...enqueued(),
      ...state("exited", { exitCode: 0 }, started(), at(2, "Messaging Worker shutdown complete")),
      ...counts(1),
    },
  ],
  [
    "ended itself, gracefully said",
    "worker.self-stop blocked",
    {
      ...enqueued(),
      ...state(
        "exited",
        { exitCode: 0, oomKilled: false },
        started(),
        at(3, "Graceful shutdown: exiting"),
        at(3, "Messaging Worker shutdown complete"),
      ),
    },
  ],
];

const MESSAGE: Case[] = [
  ["not JSON", "worker.message-not-json blocked", worker(started(), at(3, "Invalid JSON in message body", "ERROR"))],
  [
    "not JSON, drained, no row",
    "worker.message-not-json blocked",
    { ...enqueued(), ...worker(at(3, "Invalid JSON in message body", "ERROR")), ...counts(0), notificationLogs: [] },
  ],
  [
    "format, first generation",
    "worker.message-format blocked",
    {
      ...enqueued(),
      ...worker(at(3, "Invalid message format: {'tenant_id': 1, 'to': '01012345678', 'body': 'x'}", "ERROR")),
    },
  ],
  [
    "format, second generation",
    "worker.message-format blocked",
    worker(at(3, "Invalid message format: message_id=8b1c payload_type=dict keys=['tenant_id', 'phone']", "ERROR")),
  ],
  [
    "no tenant, first",
    "worker.message-no-tenant blocked",
    worker(at(3, "Message missing tenant_id, skipping (legacy message)", "WARNING")),
  ],
  [
    "no tenant, second",
    "worker.message-no-tenant blocked",
    {
      ...enqueued(),
      ...worker(at(3, "Message missing tenant_id (required for tenant isolation), deleting message_id=8b1c", "ERROR")),
      ...counts(0),
    },
  ],
  [
    "tenant not a number",
    "worker.message-no-tenant blocked",
    worker(at(3, "Message has invalid tenant_id='abc', deleting message_id=8b1c", "ERROR")),
  ],
  [
    "signature",
    "worker.signature-invalid blocked",
    {
      ...enqueued(),
      ...worker(
        at(
          3,
          "Message has invalid or missing tenant binding signature; deleting message_id=8b1c reason=missing_tenant_binding_signature",
          "ERROR",
        ),
      ),
    },
  ],
  [
    "signature, by the row",
    "worker.signature-invalid blocked",
    { ...enqueued(), ...row("invalid_tenant_binding_signature", { status: "failed" }) },
  ],
  [
    "idempotent skip",
    "worker.duplicate-dropped blocked",
    {
      ...enqueued(),
      ...worker(at(3, "IDEMPOTENT_SKIP job_id=8b1c reason=duplicate")),
      ...counts(0),
      notificationLogs: [],
    },
  ],
  [
    "business dedup",
    "worker.duplicate-dropped blocked",
    {
      ...enqueued(),
      ...worker(at(3, "Business dedup: key=1:withdrawal:20260305 already claimed, skipping (tenant=1)")),
    },
  ],
  [
    "in flight elsewhere",
    "worker.duplicate-dropped blocked",
    { ...enqueued(), ...worker(at(3, "Duplicate in-flight message detected, keep for retry job_id=8b1c")) },
  ],
  [
    "no Redis, rejecting",
    "worker.lock-unavailable blocked",
    {
      ...enqueued(),
      ...worker(
        at(
          0,
          "Redis connection failed (will retry in 300s): Error 111 connecting to redis:6379. Connection refused.",
          "WARNING",
        ),
        at(2, "Redis not available, REJECTING job for safety (fail-closed) job_id=8b1c", "WARNING"),
        at(2, "Redis unavailable, leaving message in SQS for retry job_id=8b1c", "WARNING"),
      ),
    },
  ],
  [
    "no Redis, leaving",
    "worker.lock-unavailable blocked",
    worker(at(2, "Redis unavailable, leaving message in SQS for retry job_id=8b1c", "WARNING")),
  ],
  [
    "lock acquire refused",
    "worker.lock-unavailable blocked",
    {
      ...enqueued(),
      ...worker(at(2, "Redis lock acquire failed, REJECTING job for safety: Timeout connecting to server", "WARNING")),
      ...counts(0, 1),
    },
  ],
  [
    "slots used up while deducting",
    "worker.database blocked",
    {
      ...enqueued(),
      ...worker(
        setup,
        at(2, `deduct_credits failed: ${SLOTS}`, "ERROR"),
        "Traceback (most recent call last):",
        `psycopg2.OperationalError: ${SLOTS}`,
        "",
        "The above exception was the direct cause of the following exception:",
        "",
        `django.db.utils.OperationalError: ${SLOTS}`,
      ),
    },
  ],
  [
    "wrong database password",
    "worker.database blocked",
    worker(
      at(
        1,
        'DB connection failed at startup: connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  password authentication failed for user "academy". Exiting.',
        "ERROR",
      ),
    ),
  ],
  [
    "resolution failed before the claim",
    "worker.database blocked",
    {
      ...enqueued(),
      ...worker(
        at(
          2,
          "Messaging tenant/provider resolution failed before claim; leaving SQS message for retry: tenant=1 source_tenant=1",
          "ERROR",
        ),
        "Traceback (most recent call last):",
        "django.db.utils.OperationalError: server closed the connection unexpectedly",
      ),
    },
  ],
  [
    "tenant not read, sent without a row",
    "worker.tenant-lookup-failed degraded",
    {
      ...enqueued(),
      ...worker(
        setup,
        at(2, 'get_tenant_messaging_info failed: relation "core_tenant" does not exist', "WARNING"),
        http(3),
        ok(3),
      ),
      notificationLogs: [],
    },
  ],
  [
    "no ORM",
    "worker.orm-unavailable degraded",
    { ...enqueued(), ...worker(started(1), http(3), ok(3)), notificationLogs: [] },
  ],
  [
    "row not written",
    "worker.log-write-failed degraded",
    {
      ...enqueued(),
      ...worker(
        setup,
        http(3),
        ok(3),
        at(3, "NotificationLog/rollback failed: value too long for type character varying(255)", "ERROR"),
        "Traceback (most recent call last):",
        "django.db.utils.DataError: value too long for type character varying(255)",
      ),
      notificationLogs: [],
    },
  ],
  [
    "credit, line",
    "worker.credit-insufficient blocked",
    {
      ...enqueued(),
      ...worker(setup, at(2, "tenant_id=1 insufficient_balance balance=0 base_price=8.50, skip send", "WARNING")),
      ...tenant({ credit_balance: "0" }),
    },
  ],
  ["credit, row", "worker.credit-insufficient blocked", { ...enqueued(), ...row("insufficient_balance") }],
  [
    "credit, second generation",
    "worker.credit-insufficient blocked",
    worker(at(2, "business_tenant_id=1 insufficient_balance base_price=8.50, skip send", "WARNING")),
  ],
  [
    "mock with a success row",
    "worker.mock-mode silent",
    {
      ...enqueued(),
      ...worker(setup, started(), MOCK, at(2, "send_sms ok to=0101**** group_id=mock-1f2e3d4c")),
      ...row(),
    },
  ],
  [
    "mock id alone",
    "worker.mock-mode silent",
    { ...enqueued(), ...worker(at(2, "send_sms ok to=0101**** group_id=mock-8861")) },
  ],
  ["mock line without an ok", "worker.mock-mode silent", worker(MOCK)],
  [
    "DEBUG=true, success row, no HTTP line",
    "worker.mock-mode silent",
    { ...enqueued(), worker: { env: { DEBUG: "true" }, logs: text(setup, started()) }, ...row() },
  ],
  [
    "SOLAPI_MOCK=1 in the environment, success row",
    "worker.mock-mode silent",
    { ...enqueued(), worker: { env: { SOLAPI_MOCK: "1", SOLAPI_SENDER: "0212345678" } }, ...row() },
  ],
  [
    "reservation cancelled",
    "worker.reservation-cancelled skipped",
    {
      ...enqueued(),
      ...worker(setup, at(2, "reservation_id=42 cancelled, skip send")),
      ...counts(0),
      notificationLogs: [],
    },
  ],
  [
    "white list",
    "worker.recipient-blocked blocked",
    {
      ...enqueued(),
      ...worker(
        at(2, "recipient_guard: blocked sending to 0101**** (not in whitelist, 2 entries)", "WARNING"),
        at(2, "Message skipped: recipient=0101**** rejected by policy", "WARNING"),
      ),
    },
  ],
  [
    "deny list, by the row",
    "worker.recipient-blocked blocked",
    { ...enqueued(), ...row("recipient_blocked_by_policy", { status: "failed" }) },
  ],
  [
    "template not for this event",
    "worker.mode-blocked blocked",
    {
      ...enqueued(),
      ...worker(
        at(2, "Messaging worker blocked delivery: tenant=1 mode=alimtalk reason=common_template_not_allowed", "ERROR"),
      ),
    },
  ],
  [
    "mode refused",
    "worker.mode-blocked blocked",
    worker(at(2, "Messaging worker blocked delivery: tenant=1 mode=sms reason=sms_disabled", "ERROR")),
  ],
  [
    "numbers quoted by docker -t, ANSI and CRLF",
    "worker.credit-insufficient blocked",
    {
      worker: {
        logs: `2026-03-05T01:00:02.100000000Z \u001b[33m${at(2, "tenant_id=1 insufficient_balance balance=0 base_price=8.50, skip send", "WARNING")}\u001b[0m\r\n`,
      },
    },
  ],
];

adversary("the worker's process", PROCESS);
adversary("the worker and the message", MESSAGE);
