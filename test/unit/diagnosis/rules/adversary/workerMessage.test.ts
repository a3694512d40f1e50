import { type Case, adversary, at, counts, enqueued, http, ok, row, setup, started, tenant, text, worker } from "./kit";

const SLOTS =
  'connection to server at "db.rds" (10.0.0.4), port 5432 failed: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute';

const MOCK = at(
  2,
  "[MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '01012345678', 'from': '0212345678', 'text': '테스트'}",
);

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

adversary("the worker and the message", MESSAGE);
