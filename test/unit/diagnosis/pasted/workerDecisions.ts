import {
  AUGUST,
  ENQUEUED_ONE,
  MARCH,
  MARCH_START,
  SOLAPI_200,
  TENANT,
  august,
  ends,
  log,
  march,
  stopped,
} from "./pastedBundle";

const JOB = "3f0c6b1e-2f44-4a52-9a51-2d4f8b0a7d11";

function marchWorker(...lines: string[]): Record<string, unknown> {
  return { version: 1, sentAt: MARCH, api: ENQUEUED_ONE, worker: { logs: log(...lines) }, tenant: TENANT };
}

function augustWorker(...lines: string[]): Record<string, unknown> {
  return { version: 1, sentAt: AUGUST, api: ENQUEUED_ONE, worker: { logs: log(...lines) } };
}

/** The worker took the message and decided against sending it, or sent it and something else went wrong. */
export const WORKER_DECISIONS = [
  stopped(
    "worker.message-not-json",
    "a hand-made message",
    marchWorker(march("10:00:01,050", "ERROR Invalid JSON in message body")),
  ),
  stopped(
    "worker.message-format",
    "March prints the whole payload",
    marchWorker(
      march("10:00:01,050", "ERROR Invalid message format: {'type': 'connection_test', 'to': '01098765432'}"),
    ),
  ),
  stopped(
    "worker.message-format",
    "August prints its shape",
    augustWorker(
      august("14:00:01,050", `ERROR Invalid message format: message_id=${JOB} payload_type=dict keys=['type']`),
    ),
  ),
  stopped(
    "worker.message-no-tenant",
    "a legacy message",
    marchWorker(march("10:00:01,050", "WARNING Message missing tenant_id, skipping (legacy message)")),
  ),
  stopped(
    "worker.message-no-tenant",
    "August: no number",
    augustWorker(
      august("14:00:01,050", `ERROR Message has invalid tenant_id='hakwonplus', deleting message_id=${JOB}`),
    ),
  ),
  stopped(
    "worker.signature-invalid",
    "W22: unsigned",
    augustWorker(
      august(
        "14:00:01,050",
        `ERROR Message has invalid or missing tenant binding signature; deleting message_id=${JOB} reason=missing_tenant_binding_signature`,
      ),
    ),
  ),
  stopped("worker.signature-invalid", "only the row", {
    version: 1,
    sentAt: AUGUST,
    notificationLogs: [
      {
        id: 5,
        sent_at: "2026-08-20T14:00:01+09:00",
        success: false,
        status: "failed",
        failure_reason: "invalid_tenant_binding_signature",
      },
    ],
  }),
  stopped(
    "worker.duplicate-dropped",
    "Q13: the retry found the lock and was deleted",
    marchWorker(march("10:00:01,050", `INFO IDEMPOTENT_SKIP job_id=${JOB} reason=duplicate`)),
  ),
  stopped(
    "worker.duplicate-dropped",
    "D05: the key is too coarse",
    augustWorker(
      august("14:00:01,050", "INFO Business dedup: key=7:check_in:2026-08-20 already claimed, skipping (tenant=7)"),
    ),
  ),
  stopped(
    "worker.duplicate-dropped",
    "Q14: kept back",
    augustWorker(august("14:00:01,050", `INFO Duplicate in-flight message detected, keep for retry job_id=${JOB}`)),
  ),
  ends("degraded", "worker.tenant-lookup-failed", "sent without it, and without a row", {
    ...marchWorker(
      march(
        "10:00:01,050",
        'WARNING get_tenant_messaging_info failed: connection to server at "10.0.2.9", port 5432 failed: Connection refused',
      ),
      march("10:00:01,400", SOLAPI_200),
      march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001DDDDDDDDDDDDDD"),
    ),
    notificationLogs: [],
  }),
  ends("degraded", "worker.orm-unavailable", "D01: accepted, no row, no Django", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      env: { SOLAPI_SENDER: "0212345678", AWS_REGION: "ap-northeast-2" },
      logs: log(
        march("09:58:02,391", "INFO SQSQueueClient initialized: ap-northeast-2"),
        march("09:58:02,392", "INFO Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001DDDDDDDDDDDDDD"),
      ),
    },
    notificationLogs: [],
    tenant: TENANT,
  }),
  ends("degraded", "worker.log-write-failed", "sent, the row is lost", {
    ...marchWorker(
      march("10:00:01,400", SOLAPI_200),
      march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001DDDDDDDDDDDDDD"),
      march("10:00:01,610", "ERROR NotificationLog/rollback failed: value too long for type character varying(500)"),
    ),
    notificationLogs: [],
  }),
  stopped(
    "worker.credit-insufficient",
    "March",
    marchWorker(march("10:00:01,050", "WARNING tenant_id=1 insufficient_balance balance=5 base_price=9.90, skip send")),
  ),
  stopped(
    "worker.credit-insufficient",
    "August",
    augustWorker(
      august("14:00:01,050", "WARNING business_tenant_id=7 insufficient_balance base_price=9.90, skip send"),
    ),
  ),
  stopped("worker.credit-insufficient", "only the row", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    tenant: { ...TENANT, credit_balance: "0" },
    notificationLogs: [
      {
        id: 44,
        sent_at: "2026-03-05T10:00:01+09:00",
        success: false,
        failure_reason: "insufficient_balance",
        recipient_summary: "0101****",
      },
    ],
  }),
  ends("silent", "worker.mock-mode", "the line itself", {
    ...marchWorker(
      march(
        "10:00:01,050",
        "INFO [MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '01012345678', 'from': '0212345678', 'text': '테스트'}",
      ),
      march("10:00:01,051", "INFO send_sms ok to=0101**** group_id=mock-1a2b3c4d"),
    ),
    notificationLogs: [{ id: 9, sent_at: "2026-03-05T10:00:01+09:00", success: true, recipient_summary: "0101****" }],
  }),
  ends(
    "silent",
    "worker.mock-mode",
    "the Mock line was filtered away, the group id gives it away",
    marchWorker(march("10:00:01,051", "INFO send_sms ok to=0101**** group_id=mock-1a2b3c4d")),
  ),
  ends("silent", "worker.mock-mode", "DEBUG=true and a success row, no log", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { env: { DEBUG: "true", DJANGO_SETTINGS_MODULE: "config.settings.prod" } },
    notificationLogs: [{ id: 9, sent_at: "2026-03-05T10:00:01+09:00", success: true, recipient_summary: "0101****" }],
    tenant: TENANT,
  }),
  ends(
    "silent",
    "worker.mock-mode",
    "Alimtalk in August",
    augustWorker(august("14:00:01,051", "INFO send_alimtalk ok to=0101**** group_id=mock-9f8e")),
  ),
  ends(
    "skipped",
    "worker.reservation-cancelled",
    "cancelled in time",
    marchWorker(march("10:00:01,050", "INFO reservation_id=318 cancelled, skip send")),
  ),
  stopped(
    "worker.recipient-blocked",
    "a white list of a test was left behind",
    augustWorker(
      august("14:00:01,050", "WARNING recipient_guard: blocked sending to 0101**** (not in whitelist, 2 entries)"),
    ),
  ),
  stopped(
    "worker.recipient-blocked",
    "by policy",
    augustWorker(august("14:00:01,050", "WARNING Message skipped: recipient=0101**** rejected by policy")),
  ),
  stopped("worker.recipient-blocked", "only the row", {
    version: 1,
    sentAt: AUGUST,
    notificationLogs: [
      {
        id: 6,
        sent_at: "2026-08-20T14:00:01+09:00",
        success: false,
        status: "failed",
        failure_reason: "recipient_blocked_by_policy",
      },
    ],
  }),
  stopped(
    "worker.mode-blocked",
    "W23",
    augustWorker(
      august(
        "14:00:01,050",
        "ERROR Messaging worker blocked delivery: tenant=7 mode=alimtalk reason=common_template_not_allowed",
      ),
    ),
  ),
  stopped("worker.mode-blocked", "only the row", {
    version: 1,
    sentAt: AUGUST,
    notificationLogs: [
      {
        id: 6,
        sent_at: "2026-08-20T14:00:01+09:00",
        success: false,
        status: "failed",
        failure_reason: "common_template_not_allowed",
      },
    ],
  }),
  ends("degraded", "worker.orm-unavailable", "the same, told by its environment", {
    version: 1,
    sentAt: MARCH,
    worker: {
      env: { SOLAPI_SENDER: "0212345678", DJANGO_SETTINGS_MODULE: "" },
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001DDDDDDDDDDDDDD"),
      ),
    },
    notificationLogs: [],
  }),
  stopped(
    "worker.lock-unavailable",
    "fail-closed while acquiring",
    augustWorker(
      august(
        "14:00:01,050",
        "WARNING Redis lock acquire failed, REJECTING job for safety: Timeout reading from socket",
      ),
    ),
  ),
  stopped(
    "worker.duplicate-dropped",
    "still processing elsewhere",
    augustWorker(
      august(
        "14:00:01,050",
        "WARNING Business dedup: key=7:check_in:311:2026-08-20 still processing for same SQS message; leaving for retry/DLQ (tenant=7 log_id=881)",
      ),
    ),
  ),
  stopped("worker.message-no-tenant", "with the start before it", {
    version: 1,
    sentAt: MARCH,
    worker: {
      logs: MARCH_START + log(march("10:00:01,050", "WARNING Message missing tenant_id, skipping (legacy message)")),
    },
    notificationLogs: [],
  }),
];
