import {
  type Case,
  QUEUE,
  adversary,
  api,
  at,
  aws,
  counts,
  enqueued,
  http,
  ok,
  receive,
  row,
  running,
  setup,
  started,
  tenant,
  text,
  worker,
} from "./kit";

const sent = worker(setup, started(), http(3), ok(3));
const full = {
  request: { student_ids: [1], send_to: "parent", message_mode: "sms", raw_body: "테스트" },
  ...enqueued(),
  ...counts(0),
  ...tenant(),
  ...row(),
  provider: {
    senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }],
    balance: { balance: 1000, point: 0 },
    messages: [{ messageId: "M4V", statusCode: "4000", statusMessage: "수신완료", to: "0101****" }],
  },
};
const noise = (...lines: string[]) => ({
  ...enqueued(),
  ...worker(setup, started(), ...lines, http(3), ok(3)),
  ...row(),
});

const OK: Case[] = [
  ["everything", "none ok", { ...full, worker: { container: running, logs: text(setup, started(), http(3), ok(3)) } }],
  ["log alone", "none ok", sent],
  ["API and log", "none ok", { ...enqueued(), ...sent }],
  [
    "provider's list alone",
    "none ok",
    { provider: { messages: [{ messageId: "M4V", statusCode: "4000", to: "0101****" }] } },
  ],
  [
    "accepted is reached",
    "none ok",
    { ...enqueued(), provider: { messages: [{ messageId: "M4V", statusCode: 2000, to: "0101****" }] } },
  ],
  [
    "at the carrier",
    "none ok",
    {
      ...enqueued(),
      ...row(),
      provider: {
        messages: [{ messageId: "M4V", statusCode: "3000", statusMessage: "이통사로 접수", to: "0101****" }],
      },
    },
  ],
  ["API and row", "none ok", { ...enqueued(), ...row() }],
  [
    "Alimtalk",
    "none ok",
    {
      request: { message_mode: "alimtalk" },
      ...enqueued(),
      ...worker(setup, http(3), at(3, "send_alimtalk ok to=0101**** group_id=G4V20260305100003AA")),
      ...row(),
    },
  ],
  [
    "second generation",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        setup,
        at(0, "DB connection validated at startup"),
        at(2, "Messaging source context: tenant=1 event=notice source=manual use_case=notice object=3 actor=4"),
        at(2, "alimtalk via common solapi channel: tenant=1"),
        http(3),
        at(3, "send_alimtalk_own ok to=0101**** group_id=G4V20260305100003AA"),
      ),
      ...row(undefined, { status: "sent", success: true }),
    },
  ],
  [
    "Redis falls back",
    "worker.lock-unavailable degraded",
    noise(
      at(
        1,
        "Redis connection failed (will use DB fallback): Error 111 connecting to localhost:6379. Connection refused.",
        "WARNING",
      ),
    ),
  ],
  [
    "Redis lock allowed",
    "worker.lock-unavailable degraded",
    noise(at(2, "Redis lock acquire failed, allowing job: Timeout reading from socket", "WARNING")),
  ],
  [
    "unsigned accepted",
    "none ok",
    noise(at(2, "Unsigned legacy messaging payload accepted during rollout message_id=8b1c", "WARNING")),
  ],
  [
    "deprecation warnings",
    "none ok",
    noise(
      "/usr/local/lib/python3.11/site-packages/boto3/compat.py:82: PythonDeprecationWarning: Boto3 will no longer support Python 3.8",
      "  warnings.warn(warning, PythonDeprecationWarning)",
    ),
  ],
  [
    "one failed poll in between",
    "none ok",
    noise(
      at(
        2,
        receive(
          'Connection was closed before we received a valid response from endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/".',
        ),
        "ERROR",
      ),
    ),
  ],
  [
    "failures of the day before",
    "none ok",
    {
      ...enqueued(),
      ...worker(
        `2026-03-04 10:00:03,000 [ERROR] [MESSAGING-WORKER] ${receive(aws("AccessDenied", "ReceiveMessage"))}`,
        "2026-03-05 09:59:59,900 [WARNING] [MESSAGING-WORKER] send failed, message will retry: [1062] x",
        http(3),
        ok(3),
      ),
      ...row(),
    },
  ],
  [
    "the words error and failed in a text",
    "none ok",
    noise(
      at(
        2,
        "Messaging source context: tenant=1 event=exam_failed source=error_report use_case=500 object=1062 actor=3034",
      ),
    ),
  ],
  [
    "unhealthy by the health check only",
    "none ok",
    {
      ...enqueued(),
      worker: { container: { ...running, health: "unhealthy" }, logs: text(setup, http(3), ok(3)) },
      ...row(),
    },
  ],
  [
    "restarted long ago",
    "none ok",
    {
      ...enqueued(),
      worker: { container: { ...running, restartCount: 3 }, logs: text(setup, http(3), ok(3)) },
      ...row(),
    },
  ],
  [
    "docker -t, compose, CRLF",
    "none ok",
    {
      ...enqueued(),
      worker: {
        logs: [http(3), ok(3)]
          .map((line) => `academy-messaging-worker  | 2026-03-05T01:00:03.100000000Z ${line}`)
          .join("\r\n"),
      },
    },
  ],
  [
    "null and empty parts",
    "none ok",
    {
      request: null,
      ...enqueued("1", "0"),
      queue: null,
      worker: { container: null, logs: text(http(3), ok(3)), env: {} },
      tenant: null,
      notificationLogs: null,
      provider: null,
      extra: { x: 1 },
    },
  ],
  [
    "an older dead letter",
    "none ok",
    {
      ...enqueued(),
      ...sent,
      ...row(),
      queue: { before: { visible: 0, dead: 12 }, after: { visible: 0, inFlight: 0, dead: 12 } },
    },
  ],
  ["no redrive policy, but sent", "none ok", { ...enqueued(), ...sent, ...row(), ...counts(0, 0, { redrive: null }) }],
  [
    "sender empty in the tenant, SOLAPI_SENDER used",
    "none ok",
    {
      ...enqueued(),
      worker: { ...sent.worker, env: { SOLAPI_SENDER: "0212345678" } },
      ...tenant({ messaging_sender: "" }),
      ...row(),
    },
  ],
  [
    "the API's log is noisy",
    "none ok",
    {
      api: {
        ...enqueued().api,
        logs: text(
          api(1, "enqueue skipped: to or text empty", "WARNING"),
          api(1, "Messaging job enqueued: to=0101****", "INFO"),
        ),
      },
      ...sent,
      ...row(),
    },
  ],
  [
    "refused in the past, now 4000",
    "none ok",
    {
      ...full,
      notificationLogs: [
        {
          id: 6,
          sent_at: "2026-03-05T00:40:00Z",
          success: false,
          failure_reason: "[1062] x",
          recipient_summary: "0101****",
        },
        ...row().notificationLogs,
      ],
      ...sent,
    },
  ],
];

const UNKNOWN: Case[] = [
  ["nothing", "none unknown", {}],
  ["200 alone", "none unknown", enqueued()],
  [
    "200, just sent",
    "none unknown",
    {
      collectedAt: "2026-03-05T10:00:02+09:00",
      ...enqueued(),
      ...counts(1),
      worker: { container: running, logs: "" },
      notificationLogs: [],
    },
  ],
  [
    "in flight for 3 s",
    "none unknown",
    {
      collectedAt: "2026-03-05T10:00:04+09:00",
      ...enqueued(),
      ...counts(0, 1),
      worker: { container: running, logs: text(started()) },
    },
  ],
  ["tenant alone", "none unknown", tenant()],
  ["queue empty alone", "none unknown", counts(0)],
  ["no rows, nothing else", "none unknown", { notificationLogs: [] }],
  ["200, drained, nothing more", "none unknown", { ...enqueued(), ...counts(0) }],
  [
    "log of before the send alone",
    "none unknown",
    {
      ...enqueued(),
      worker: {
        logs: "2026-03-05 09:00:00,000 [INFO] [MESSAGING-WORKER] Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s\n",
      },
      queue: { name: QUEUE, after: { visible: 0, inFlight: 0 } },
    },
  ],
  [
    "second generation still sending",
    "none unknown",
    {
      collectedAt: "2026-03-05T10:00:04+09:00",
      ...enqueued(),
      notificationLogs: [
        { id: 1, sent_at: "2026-03-05T01:00:03Z", success: null, status: "sending", recipient_summary: "0101****" },
      ],
    },
  ],
];

adversary("healthy", OK);
adversary("cannot tell", UNKNOWN);
