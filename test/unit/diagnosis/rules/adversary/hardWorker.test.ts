import {
  type Case,
  adversary,
  api,
  at,
  clock,
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

const raised = (error: string) =>
  text(
    at(3, "Unexpected error in main loop: see below", "ERROR"),
    "Traceback (most recent call last):",
    '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 402, in main',
    "    job = handle(message)",
    error,
  ).trimEnd();

const WORKER: Case[] = [
  [
    "docker ps: exited 137, the engine denies OOM",
    "worker.exited blocked",
    { ...enqueued(), ...state("Exited (137) 5 minutes ago", { exitCode: "137", oomKilled: "false" }) },
  ],
  [
    "docker ps: restarting",
    "worker.crash-loop blocked",
    { ...enqueued(), ...state("Restarting (1) 3 seconds ago", { restartCount: "21" }) },
  ],
  [
    "docker ps: up and silent",
    "worker.not-polling blocked",
    { ...enqueued(2), worker: { container: container("Up 3 hours (healthy)"), logs: "\n" }, ...counts(2) },
  ],
  [
    "docker logs finds nothing",
    "worker.not-running blocked",
    { ...enqueued(), worker: { logs: "Error response from daemon: No such container: academy-messaging-worker\n" } },
  ],
  ["created, never started", "worker.not-running blocked", { ...enqueued(), ...state("created") }],
  [
    "running again since a second",
    "worker.crash-loop blocked",
    {
      ...enqueued(),
      ...state(
        "running",
        { restartCount: 8, startedAt: "2026-03-05T01:01:28Z", exitCode: 0 },
        started(10),
        started(40),
        started(70),
      ),
    },
  ],
  [
    "OOM as strings",
    "worker.oom-killed blocked",
    { ...enqueued(), ...state("exited", { exitCode: "137", oomKilled: "true" }) },
  ],
  [
    "database gone in the loop",
    "worker.database blocked",
    {
      ...enqueued(),
      ...worker(
        started(),
        raised(
          'psycopg2.OperationalError: connection to server at "10.0.0.9", port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?',
        ),
      ),
    },
  ],
  [
    "Redis gone in the loop",
    "worker.lock-unavailable blocked",
    {
      ...enqueued(),
      ...worker(
        started(),
        raised("redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused."),
      ),
    },
  ],
  [
    "stopped for a deploy and back",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        at(2, "Received signal, initiating graceful shutdown... | current_job=None"),
        at(2, "Messaging Worker shutdown complete"),
        setup.replace(":00,", ":20,"),
        started(21),
        http(22),
        ok(22),
      ),
      ...row(),
    },
  ],
  [
    "stopped while it processed",
    "worker.exited blocked",
    {
      ...enqueued(),
      ...state(
        "exited",
        { exitCode: 0 },
        at(2, "Received signal, initiating graceful shutdown... | current_job=processing"),
        at(3, "Graceful shutdown: exiting"),
      ),
    },
  ],
  [
    "900 refusals for want of Redis",
    "worker.lock-unavailable blocked",
    {
      ...enqueued(),
      worker: {
        logs: text(
          ...Array.from(
            { length: 900 },
            (_, i) =>
              `${clock("2026-03-05", 1, 2 + Math.floor(i / 20))},000 [WARNING] [MESSAGING-WORKER] Redis not available, REJECTING job for safety (fail-closed) job_id=messaging:${i}`,
          ),
        ),
      },
    },
  ],
  [
    "success row, the provider knows nothing",
    "worker.mock-mode silent",
    { ...enqueued(), ...row(), provider: { messages: [] } },
  ],
  [
    "DEBUG set but it was really sent",
    "none ok",
    {
      ...enqueued(),
      worker: { env: { DEBUG: "True" }, logs: text(setup, http(3), ok(3)) },
      ...row(),
      provider: { messages: [{ statusCode: "2000", to: "0101****" }] },
    },
  ],
  [
    "mock in the worker, not in the API",
    "worker.mock-mode silent",
    {
      api: { ...enqueued().api, env: { SOLAPI_MOCK: "false" } },
      worker: {
        env: { SOLAPI_MOCK: "true" },
        logs: text(setup, started(), at(2, "send_sms ok to=0101**** group_id=mock-1")),
      },
      ...row(),
    },
  ],
  [
    "white list in the API",
    "worker.recipient-blocked blocked",
    {
      api: {
        ...enqueued(0, 0).api,
        logs: text(api(1, "recipient_guard: blocked sending to 0101**** (not in whitelist, 1 entries)", "WARNING")),
      },
    },
  ],
  [
    "two tenants: the other's signature",
    "none ok",
    {
      ...enqueued(),
      ...tenant(),
      api: { ...enqueued().api, logs: text(api(1, "Messaging job enqueued: to=0101****", "INFO")) },
      ...worker(
        setup,
        at(2, "tenant_id=9 insufficient_balance balance=0 base_price=8.50, skip send", "WARNING"),
        http(3),
        at(3, "send_sms MessageNotReceivedError to=0107**** reason=[1062] x", "WARNING"),
        retry(3, "[1062] x"),
        http(4),
        ok(4),
      ),
      ...row(),
    },
  ],
  [
    "tenant's credit 0 is not yet a verdict",
    "none unknown",
    {
      collectedAt: "2026-03-05T10:00:03+09:00",
      ...enqueued(),
      ...tenant({ credit_balance: 0 }),
      worker: { container: running, logs: text(started()) },
      ...counts(0, 1),
    },
  ],
  [
    "harmless checks failed",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        setup,
        at(2, "reservation check failed: relation does not exist", "WARNING"),
        at(2, "worker heartbeat update failed for messaging", "WARNING"),
        at(2, "DB dedup check failed (proceeding): timeout", "WARNING"),
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
];

adversary("hard cases of the worker", WORKER);
