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
  withDockerTimestamps,
} from "./pastedBundle";

const EMPTY = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
const WAITING = {
  name: "academy-messaging-jobs",
  before: EMPTY,
  after: { ...EMPTY, visible: 1 },
  oldestAgeSeconds: 88,
};

function container(state: Record<string, unknown>, logs?: string): Record<string, unknown> {
  return {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:01:30+09:00",
    api: ENQUEUED_ONE,
    queue: WAITING,
    worker: { container: { name: "academy-messaging-worker", ...state }, ...(logs === undefined ? {} : { logs }) },
    tenant: TENANT,
  };
}

/** The worker does not run, or runs and does not work. */
export const WORKER_DOWN = [
  stopped("worker.not-running", "no such container", container({ state: "missing" })),
  stopped("worker.not-running", "docker ps says nothing about it, nor does anything else", {
    version: 1,
    worker: { container: { name: "academy-messaging-worker", state: "missing" } },
  }),
  stopped(
    "worker.exited",
    "stopped yesterday",
    container({ state: "exited", exitCode: 0, oomKilled: false, restartCount: 0 }, ""),
  ),
  stopped("worker.exited", "state dead", container({ state: "dead", exitCode: 1 })),
  stopped(
    "worker.not-running",
    "created and never started",
    container({ state: "created", exitCode: 0, restartCount: 0 }),
  ),
  stopped(
    "worker.crash-loop",
    "its log tells nothing special",
    container(
      { state: "restarting", exitCode: 1, restartCount: 14 },
      log(
        march("10:00:10,004", "INFO Django setup done (ORM available)"),
        march("10:00:10,230", "ERROR Fatal error in Messaging Worker"),
        "Traceback (most recent call last):",
        '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 480, in <module>',
        "    main()",
        "TypeError: main() missing 1 required positional argument: 'argv'",
      ),
    ),
  ),
  stopped("worker.crash-loop", "only the counter", container({ state: "restarting", exitCode: 2, restartCount: 31 })),
  stopped(
    "worker.oom-killed",
    "flag and exit code",
    container({ state: "exited", exitCode: 137, oomKilled: true }, ""),
  ),
  stopped(
    "worker.oom-killed",
    "restarting, killed again and again",
    container({ state: "restarting", exitCode: 137, oomKilled: true, restartCount: 6 }, MARCH_START),
  ),
  stopped(
    "worker.env-missing",
    "restart loop over the API key",
    container(
      { state: "restarting", exitCode: 1, restartCount: 9 },
      log(
        march("10:00:21,377", "CRITICAL config error: Missing required env: SOLAPI_API_KEY"),
        march("10:00:47,802", "CRITICAL config error: Missing required env: SOLAPI_API_KEY"),
      ),
    ),
  ),
  stopped("worker.env-missing", "only its log, with docker timestamps", {
    version: 1,
    worker: {
      logs: withDockerTimestamps(
        log(march("10:02:00,377", "CRITICAL config error: Missing required env: SOLAPI_SENDER")),
      ),
    },
  }),
  stopped(
    "worker.module-not-found",
    "the app was moved",
    container(
      { state: "restarting", exitCode: 1, restartCount: 4 },
      log(
        "Traceback (most recent call last):",
        '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 24, in <module>',
        "    from apps.support.messaging.services import send_one_sms",
        "ModuleNotFoundError: No module named 'apps.support.messaging'",
      ),
    ),
  ),
  stopped("worker.module-not-found", "the SDK is not in the image", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:02,113", "ERROR solapi SDK not installed: No module named 'solapi'"),
        march("10:00:02,114", "WARNING send failed, message will retry: solapi_not_installed"),
      ),
    },
    notificationLogs: [
      { id: 12, sent_at: "2026-03-05T10:00:02+09:00", success: false, failure_reason: "solapi_not_installed" },
    ],
  }),
  stopped("worker.module-not-found", "only the row", {
    version: 1,
    sentAt: MARCH,
    notificationLogs: [
      { id: 12, sent_at: "2026-03-05T01:00:02Z", success: false, failure_reason: "solapi_not_installed" },
    ],
  }),
  stopped(
    "worker.module-not-found",
    "ImportError of a name",
    container(
      { state: "exited", exitCode: 1, restartCount: 0 },
      log(
        "Traceback (most recent call last):",
        '  File "<frozen runpy>", line 198, in _run_module_as_main',
        "ImportError: cannot import name 'get_messaging_queue' from 'apps.domains.messaging.queue' (/app/apps/domains/messaging/queue.py)",
      ),
    ),
  ),
  stopped(
    "worker.not-polling",
    "healthy says docker, silent since the send",
    container({ state: "running", health: "healthy", restartCount: 0 }, ""),
  ),
  stopped(
    "worker.not-polling",
    "started, then nothing",
    container({ state: "running", health: "healthy" }, MARCH_START),
  ),
  stopped("worker.stuck", "taken and nothing followed", {
    ...container({ state: "running" }, MARCH_START),
    collectedAt: "2026-03-05T10:05:00+09:00",
    queue: { name: "academy-messaging-jobs", before: EMPTY, after: { ...EMPTY, inFlight: 1 }, oldestAgeSeconds: 297 },
  }),
  ends("degraded", "worker.backlog", "rows come, the queue grows", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:03:00+09:00",
    api: ENQUEUED_ONE,
    queue: {
      name: "academy-messaging-jobs",
      before: { ...EMPTY, visible: 310 },
      after: { ...EMPTY, visible: 1480, inFlight: 1 },
      oldestAgeSeconds: 940,
    },
    worker: {
      container: { state: "running" },
      logs: log(
        march("10:00:03,990", SOLAPI_200),
        march("10:00:04,001", "INFO send_sms ok to=0107**** group_id=G4V20260305100004QQQQQQQQQQQQQQ"),
        march("10:00:05,190", SOLAPI_200),
        march("10:00:05,201", "INFO send_sms ok to=0104**** group_id=G4V20260305100005RRRRRRRRRRRRRR"),
        march("10:00:06,301", SOLAPI_200),
        march("10:00:06,377", "INFO send_sms ok to=0102**** group_id=G4V20260305100006SSSSSSSSSSSSSS"),
      ),
    },
    notificationLogs: [
      { id: 901, sent_at: "2026-03-05T10:00:04+09:00", success: true, recipient_summary: "0107****" },
      { id: 902, sent_at: "2026-03-05T10:00:05+09:00", success: true, recipient_summary: "0104****" },
    ],
  }),
  stopped(
    "worker.error-exit",
    "ten in a row, reason out of sight",
    container(
      { state: "restarting", exitCode: 1, restartCount: 3 },
      log(march("10:00:31,700", "ERROR Too many consecutive errors (10), exiting")),
    ),
  ),
  stopped(
    "worker.self-stop",
    "ended itself without a signal",
    container(
      { state: "exited", exitCode: 0, oomKilled: false, restartCount: 0 },
      log(march("10:00:01,700", "INFO Messaging Worker shutdown complete")),
    ),
  ),
  stopped("worker.exited", "somebody stopped it: a signal, then exit 0", {
    ...container(
      { state: "exited", exitCode: 0, oomKilled: false, restartCount: 0 },
      log(
        march("09:59:40,100", "INFO Received signal, initiating graceful shutdown... | current_job=none"),
        march("09:59:40,180", "INFO Graceful shutdown: exiting"),
        march("09:59:40,190", "INFO Messaging Worker shutdown complete"),
      ),
    ),
  }),
  stopped("worker.database", "August probes the database at the start", {
    version: 1,
    sentAt: AUGUST,
    api: ENQUEUED_ONE,
    worker: {
      container: { state: "restarting", exitCode: 1, restartCount: 11 },
      logs: log(
        august("14:00:09,001", "INFO Django setup done (ORM available)"),
        august(
          "14:00:14,050",
          'ERROR DB connection failed at startup: connection to server at "academy-db.c1.ap-northeast-2.rds.amazonaws.com" (10.0.2.9), port 5432 failed: FATAL:  password authentication failed for user "academy". Exiting.',
        ),
      ),
    },
  }),
  stopped("worker.database", "credits could not be taken", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march(
          "10:00:02,330",
          'ERROR deduct_credits failed: connection to server at "10.0.2.9", port 5432 failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections',
        ),
        "Traceback (most recent call last):",
        '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 331, in main',
        "    deduct_credits(tenant_id, base_price)",
        'django.db.utils.OperationalError: connection to server at "10.0.2.9", port 5432 failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections',
      ),
    },
    notificationLogs: [],
    tenant: TENANT,
  }),
  stopped("worker.database", "August: resolution failed before the claim", {
    version: 1,
    sentAt: AUGUST,
    worker: {
      logs: log(
        august(
          "14:00:03,001",
          "ERROR Messaging tenant/provider resolution failed before claim; leaving SQS message for retry: tenant=1 source_tenant=7",
        ),
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/psycopg/connection.py", line 119, in connect',
        "psycopg.OperationalError: connection timeout expired",
      ),
    },
  }),
  stopped("worker.lock-unavailable", "August refuses without Redis", {
    version: 1,
    sentAt: AUGUST,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        august(
          "14:00:01,101",
          "WARNING Redis connection failed (will retry in 300s): Error 111 connecting to redis:6379. Connection refused.",
        ),
        august(
          "14:00:01,102",
          "WARNING Redis not available, REJECTING job for safety (fail-closed) job_id=3f0c6b1e-2f44-4a52-9a51-2d4f8b0a7d11",
        ),
        august(
          "14:00:01,103",
          "WARNING Redis unavailable, leaving message in SQS for retry job_id=3f0c6b1e-2f44-4a52-9a51-2d4f8b0a7d11",
        ),
      ),
    },
    notificationLogs: [],
  }),
];
