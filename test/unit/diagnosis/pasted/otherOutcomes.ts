import {
  AUGUST,
  ENQUEUED_ONE,
  MARCH,
  MARCH_START,
  SOLAPI_200,
  TENANT,
  TENANT_WITHOUT_SENDER,
  august,
  cannotTell,
  ends,
  log,
  march,
  reached,
  stopped,
  withDockerTimestamps,
} from "./pastedBundle";

const EMPTY = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
const SENT = log(
  march("10:00:01,400", SOLAPI_200),
  march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001FFFFFFFFFFFFFF"),
);
const ROW = {
  id: 71,
  sent_at: "2026-03-05T10:00:01.460+09:00",
  success: true,
  failure_reason: "",
  recipient_summary: "0101****",
};

/** Messages that arrived, whatever else was in the paste. */
export const REACHED = [
  reached("everything was collected", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:00:05+09:00",
    request: { student_ids: [1], send_to: "parent", message_mode: "sms", raw_body: "테스트" },
    api: ENQUEUED_ONE,
    queue: { name: "academy-messaging-jobs", region: "ap-northeast-2", before: EMPTY, after: EMPTY },
    worker: {
      container: { state: "running", health: "healthy", restartCount: 0 },
      logs: SENT,
      env: { SOLAPI_SENDER: "0212345678" },
    },
    tenant: TENANT,
    notificationLogs: [ROW],
    provider: {
      senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }],
      balance: { balance: 9980, point: 0 },
      messages: [{ messageId: "M4V1", statusCode: "4000", statusMessage: "수신 완료", to: "0101****" }],
    },
  }),
  reached("the checklist's three items", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { logs: SENT },
    tenant: TENANT,
  }),
  reached("only the log", { version: 1, sentAt: MARCH, worker: { logs: SENT } }),
  reached("only the log, with docker timestamps and its start", {
    version: 1,
    sentAt: MARCH,
    worker: { logs: withDockerTimestamps(MARCH_START + SENT) },
  }),
  reached("a worker that logs in UTC", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { logs: SENT.replaceAll("2026-03-05 10:", "2026-03-05 01:") },
  }),
  reached("only the record at Solapi", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    provider: { messages: [{ messageId: "M4V1", statusCode: "2000", statusMessage: "정상 접수", to: "0101****" }] },
  }),
  reached("docker's health check is red, as W08 says", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { container: { state: "running", health: "unhealthy" }, logs: SENT },
    notificationLogs: [ROW],
    tenant: TENANT,
  }),
  reached("an old failure of another message stands before the send", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs:
        log(
          march("09:20:00,001", "WARNING send_sms MessageNotReceivedError to=0104**** reason=[1062] 발신번호 미등록"),
          march("09:20:00,002", "WARNING send failed, message will retry: [1062] 발신번호 미등록"),
        ) + SENT,
    },
    tenant: TENANT,
    notificationLogs: [ROW],
  }),
  reached("restarted by a deployment before the send", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      container: { state: "running", restartCount: 2, startedAt: "2026-03-05T09:58:00+09:00" },
      logs:
        log(
          march("09:57:40,001", "INFO Received signal, initiating graceful shutdown... | current_job=none"),
          march("09:57:40,100", "INFO Messaging Worker shutdown complete"),
          march("09:58:02,001", "INFO Django setup done (ORM available)"),
          march("09:58:02,100", "INFO Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
        ) + SENT,
    },
    tenant: TENANT,
  }),
  ends("degraded", "worker.lock-unavailable", "W14: Redis is gone, March goes on without it and may send twice", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs:
        log(
          march(
            "10:00:01,010",
            "WARNING Redis connection failed (will use DB fallback): Error 111 connecting to localhost:6379. Connection refused.",
          ),
        ) + SENT,
    },
    tenant: TENANT,
    notificationLogs: [ROW],
  }),
  reached("P07: dearer, but sent", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { logs: SENT },
    tenant: TENANT,
    request: {
      message_mode: "sms",
      raw_body: "안녕하세요 학원입니다. 이번 주 토요일 보강 수업 안내드립니다. 오후 3시입니다.",
    },
  }),
  reached("the second attempt went through", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march(
          "10:00:01,200",
          'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 429 Too Many Requests"',
        ),
        march("10:00:01,201", "WARNING send failed, message will retry: ('TooManyRequests', 'Too many requests')"),
        march("10:01:02,400", SOLAPI_200),
        march("10:01:02,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100102FFFFFFFFFFFFFF"),
      ),
    },
    tenant: TENANT,
  }),
  reached("both: Alimtalk failed, the SMS went", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    request: { message_mode: "both" },
    worker: {
      logs:
        log(
          march("10:00:01,100", SOLAPI_200),
          march(
            "10:00:01,101",
            "WARNING alimtalk failed to=0101****: 메시지 접수에 실패했습니다. 자세한 내용은 e.failed_messages를 확인해주세요.",
          ),
          march("10:00:01,102", "INFO alimtalk failed, fallback to SMS"),
        ) + SENT,
    },
    tenant: TENANT,
    notificationLogs: [ROW],
  }),
  reached("August, Alimtalk through the common channel", {
    version: 1,
    sentAt: AUGUST,
    api: { status: 200, body: { scheduled: 1 } },
    worker: {
      logs: log(
        august(
          "14:00:01,001",
          "INFO Messaging source context: tenant=7 event=check_in_complete source=attendance use_case=notify object=311 actor=12",
        ),
        august("14:00:01,040", "INFO alimtalk via common solapi channel: tenant=7"),
        august("14:00:01,390", SOLAPI_200),
        august("14:00:01,404", "INFO send_alimtalk ok to=0101**** group_id=G4V20260820140001GGGGGGGGGGGGGG"),
      ),
    },
    tenant: TENANT_WITHOUT_SENDER,
    notificationLogs: [
      { id: 901, sent_at: "2026-08-20T14:00:01+09:00", success: true, status: "sent", recipient_summary: "0101****" },
    ],
  }),
  reached("the diagnosing person may not read the queue", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    queue: {
      name: "academy-messaging-jobs",
      error: { code: "AccessDenied", message: "User is not authorized to perform: sqs:getqueueattributes" },
    },
    worker: { logs: SENT },
    tenant: TENANT,
    notificationLogs: [ROW],
  }),
  reached("noise of libraries around it", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        "/usr/local/lib/python3.11/site-packages/boto3/compat.py:89: PythonDeprecationWarning: Boto3 will no longer support Python 3.8",
        "  warnings.warn(warning, PythonDeprecationWarning)",
        march(
          "10:00:00,900",
          "WARNING Connection pool is full, discarding connection: sqs.ap-northeast-2.amazonaws.com. Connection pool size: 10",
        ),
        "Sentry is attempting to send 2 pending events",
        "\u001b[32m" + march("10:00:01,399", SOLAPI_200) + "\u001b[0m",
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001FFFFFFFFFFFFFF"),
        march("10:00:20,404", "INFO worker memory rss=118MB"),
      ),
    },
    tenant: TENANT,
  }),
];

/** What was pasted does not decide. */
export const CANNOT_TELL = [
  cannotTell("an empty bundle", { version: 1 }),
  cannotTell("the API enqueued it, nothing more is known", { version: 1, sentAt: MARCH, api: ENQUEUED_ONE }),
  cannotTell("the tenant alone", { version: 1, tenant: TENANT }),
  stopped("worker.not-polling", "the log was collected and holds nothing since the send", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: { logs: MARCH_START },
    tenant: TENANT,
  }),
  cannotTell("the log ends before the send", {
    version: 1,
    sentAt: MARCH,
    worker: {
      logs: log(
        march("09:20:00,001", "WARNING send_sms MessageNotReceivedError to=0104**** reason=[1062] 발신번호 미등록"),
      ),
    },
  }),
  cannotTell("no row, and nothing else", { version: 1, sentAt: MARCH, notificationLogs: [] }),
  cannotTell("only the person who looked is denied, whose rights are not the worker's", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    queue: {
      name: "academy-messaging-jobs",
      error: { code: "AccessDenied", message: "User is not authorized to perform: sqs:getqueueattributes" },
    },
  }),
  stopped("api.wrong-endpoint", "the front end's page instead of the API", {
    version: 1,
    sentAt: MARCH,
    api: {
      status: 200,
      body: '<!doctype html><html><head><title>학원플러스</title></head><body><div id="root"></div></body></html>',
    },
  }),
  cannotTell("another program’s log", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        "[2026-03-05 10:00:01 +0900] [7] [INFO] Booting worker with pid: 7",
        '10.0.1.4 - - [05/Mar/2026:10:00:02 +0900] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.27"',
      ),
    },
  }),
  cannotTell("environments only, and they agree", {
    version: 1,
    api: { env: { AWS_REGION: "ap-northeast-2", MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" } },
    worker: {
      env: {
        AWS_REGION: "ap-northeast-2",
        MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs",
        SOLAPI_SENDER: "0212345678",
      },
    },
  }),
  cannotTell("the queue is being worked off right now", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:00:02+09:00",
    api: ENQUEUED_ONE,
    queue: { name: "academy-messaging-jobs", before: EMPTY, after: { ...EMPTY, inFlight: 1 } },
    worker: { container: { state: "running" } },
  }),
  cannotTell("unknown keys only", {
    version: 1,
    grafana: { url: "https://…" },
    note: "학부모가 문자를 못 받았다고 합니다",
  }),
  cannotTell("a running container and nothing else", {
    version: 1,
    sentAt: MARCH,
    worker: { container: { name: "academy-messaging-worker", state: "running", restartCount: 0 } },
  }),
  stopped("worker.not-polling", "nothing about a message since the send", {
    version: 1,
    sentAt: AUGUST,
    api: ENQUEUED_ONE,
    worker: { logs: log(august("14:00:00,500", "WARNING worker heartbeat update failed for messaging")) },
  }),
];
