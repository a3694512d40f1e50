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

adversary("the worker's process", PROCESS);
