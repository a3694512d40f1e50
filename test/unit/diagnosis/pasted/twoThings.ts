import {
  AUGUST,
  ENQUEUED_NONE,
  ENQUEUED_ONE,
  MARCH,
  MARCH_START,
  SOLAPI_200,
  SOLAPI_403,
  TENANT,
  TENANT_WITHOUT_SENDER,
  august,
  cannotTell,
  ends,
  log,
  march,
  reached,
  sendFailed,
  stopped,
  withDockerTimestamps,
} from "./pastedBundle";

const EMPTY = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };

/** Two faults at once of which one stopped this message, or several messages in one log. */
export const TWO_THINGS = [
  reached("somebody else's 400 stands in the API's log; whose answer ours was nobody pasted", {
    version: 1,
    sentAt: MARCH,
    api: { logs: log('[05/Mar/2026 10:00:07] "POST /api/v1/messaging/send/ HTTP/1.1" 400 159') },
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001PPPPPPPPPPPPPP"),
      ),
    },
    tenant: TENANT,
  }),
  stopped("worker.not-running", "the API's log says 200, the container is gone", {
    version: 1,
    sentAt: MARCH,
    api: { logs: log('[05/Mar/2026 10:00:01] "POST /api/v1/messaging/send/ HTTP/1.1" 200 74') },
    worker: { container: { state: "missing" } },
  }),
  stopped("api.unauthorized", "gunicorn's access line in UTC", {
    version: 1,
    sentAt: MARCH,
    api: {
      logs: log(
        '10.0.1.4 - - [05/Mar/2026:01:00:01 +0000] "POST /api/v1/messaging/send/ HTTP/1.1" 401 58 "-" "curl/8.5"',
      ),
    },
  }),
  cannotTell("two sends were answered differently, and no line says whose", {
    version: 1,
    sentAt: MARCH,
    api: {
      logs: log(
        '[05/Mar/2026 10:00:00] "POST /api/v1/messaging/send/ HTTP/1.1" 400 159',
        '[05/Mar/2026 10:00:03] "POST /api/v1/messaging/send/ HTTP/1.1" 200 74',
      ),
    },
    tenant: TENANT,
  }),
  stopped("queue.access-denied-send", "the worker has trouble of its own, but the message never got there", {
    version: 1,
    sentAt: MARCH,
    api: {
      ...ENQUEUED_NONE,
      logs: log(
        "2026-03-05 10:00:00,233 ERROR Failed to send message to academy-messaging-jobs: An error occurred (AccessDenied) when calling the SendMessage operation: not authorized",
      ),
    },
    worker: {
      container: { state: "restarting", restartCount: 3, exitCode: 1 },
      logs: log(march("10:00:10,001", "CRITICAL config error: Missing required env: SOLAPI_API_SECRET")),
    },
  }),
  stopped("api.sender-empty", "and the worker is stopped too", {
    version: 1,
    sentAt: MARCH,
    api: {
      status: 400,
      body: { detail: "발신번호가 등록되지 않았습니다. 설정 > 내 정보에서 발신번호를 등록·인증한 뒤 저장해 주세요." },
    },
    worker: { container: { name: "academy-messaging-worker", state: "exited", exitCode: 0 } },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("worker.not-running", "the sender is empty too, but the API has no such rule here", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    queue: { before: EMPTY, after: { ...EMPTY, visible: 1 } },
    worker: { container: { state: "missing" } },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("provider.sender-not-registered", "and Solapi is nearly out of money", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "WARNING send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록"),
      ),
    },
    tenant: TENANT,
    provider: { balance: { balance: 9, point: 0 }, senders: [{ phoneNumber: "0311112222", status: "ACTIVE" }] },
  }),
  stopped("provider.sender-not-registered", "dead-lettered because of it", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:05:00+09:00",
    api: ENQUEUED_ONE,
    queue: {
      before: EMPTY,
      after: { ...EMPTY, dead: 1 },
      redrive: { maxReceiveCount: 3, deadLetterQueue: "academy-messaging-jobs-dlq" },
    },
    worker: {
      logs: log(
        ...["10:00:01,404", "10:01:01,990", "10:02:02,505"].flatMap((time) => [
          march(time, SOLAPI_200),
          march(time, "WARNING send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록"),
          march(time, "WARNING send failed, message will retry: [1062] 발신번호 미등록"),
        ]),
      ),
    },
    notificationLogs: [1, 2, 3].map((id) => ({
      id,
      sent_at: `2026-03-05T10:0${String(id - 1)}:02+09:00`,
      success: false,
      failure_reason: "[1062] 발신번호 미등록",
      recipient_summary: "0101****",
    })),
    tenant: TENANT,
  }),
  stopped("provider.unauthorized", "W16: ten failures, the worker ended itself, docker started it again", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      container: { state: "running", restartCount: 1 },
      logs:
        log(march("10:00:01,400", SOLAPI_403)) +
        sendFailed("10:00:01,404", "('InvalidAPIKey', '유효하지 않은 API KEY 입니다.')") +
        log(
          march("10:00:02,001", "ERROR Too many consecutive errors (10), exiting"),
          march("10:00:05,100", "INFO Django setup done (ORM available)"),
          march("10:00:05,200", "INFO Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
        ),
    },
    tenant: TENANT,
  }),
  stopped("provider.recipient-blocked", "one went, one was refused, and nothing says whose", {
    version: 1,
    sentAt: MARCH,
    request: { student_ids: [1], message_mode: "sms", raw_body: "테스트" },
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001HHHHHHHHHHHHHH"),
        march("10:00:09,400", SOLAPI_200),
        march("10:00:09,404", "WARNING send_sms MessageNotReceivedError to=0107**** reason=[1061] 080 수신거부"),
        march("10:00:09,405", "WARNING send failed, message will retry: [1061] 080 수신거부"),
      ),
    },
    notificationLogs: [
      { id: 71, sent_at: "2026-03-05T10:00:01+09:00", success: true, recipient_summary: "0101****" },
      {
        id: 72,
        sent_at: "2026-03-05T10:00:09+09:00",
        success: false,
        failure_reason: "[1061] 080 수신거부",
        recipient_summary: "0107****",
      },
    ],
    tenant: TENANT,
  }),
  ends("silent", "worker.mock-mode", "W05: ours met the instance with the old environment", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("09:59:31,404", "INFO send_sms ok to=0104**** group_id=G4V20260305095931HHHHHHHHHHHHHH"),
        march("10:00:01,403", "INFO [MockSolapi] 발송 스킵 (실제 API 미호출) {'to': '01012345678'}"),
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=mock-77aa"),
      ),
    },
    tenant: TENANT,
  }),
  stopped("queue.credentials-missing", "since the send; before it everything went", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs:
        MARCH_START +
        log(
          march("09:40:01,404", "INFO send_sms ok to=0104**** group_id=G4V20260305094001HHHHHHHHHHHHHH"),
          march(
            "10:00:00,700",
            "ERROR Failed to receive message from academy-messaging-jobs: Unable to locate credentials",
          ),
          march(
            "10:00:00,701",
            "ERROR Failed to receive message from academy-messaging-jobs: Unable to locate credentials",
          ),
        ),
    },
    tenant: TENANT,
  }),
  stopped("worker.env-missing", "docker timestamps, UTC, a crash loop over it", {
    version: 1,
    sentAt: "2026-03-05T01:00:00Z",
    api: ENQUEUED_ONE,
    worker: {
      container: { state: "restarting", restartCount: 17, exitCode: 1 },
      logs: withDockerTimestamps(
        log(
          march("10:00:12,377", "CRITICAL config error: Missing required env: SOLAPI_API_SECRET"),
          march("10:01:12,802", "CRITICAL config error: Missing required env: SOLAPI_API_SECRET"),
        ),
      ),
    },
  }),
  stopped("worker.credit-insufficient", "Solapi’s own balance is low as well", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(march("10:00:01,050", "WARNING tenant_id=1 insufficient_balance balance=0 base_price=9.90, skip send")),
    },
    tenant: { ...TENANT, credit_balance: "0" },
    provider: { balance: { balance: 0, point: 0 } },
  }),
  ends("ambiguous", "provider.timeout", "then killed for memory", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      container: { state: "exited", exitCode: 137, oomKilled: true },
      logs: log(
        march("10:00:31,404", "ERROR send_sms failed to=0101****"),
        "Traceback (most recent call last):",
        "httpx.ReadTimeout: The read operation timed out",
        march("10:00:31,405", "WARNING send failed, message will retry: The read operation timed out"),
      ),
    },
    tenant: TENANT,
  }),
  ends("degraded", "worker.oom-killed", "sent, and afterwards the worker died: the next ones suffer", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T11:00:00+09:00",
    api: ENQUEUED_ONE,
    worker: {
      container: { state: "exited", exitCode: 137, oomKilled: true },
      logs: log(
        march("10:00:01,400", SOLAPI_200),
        march("10:00:01,404", "INFO send_sms ok to=0101**** group_id=G4V20260305100001JJJJJJJJJJJJJJ"),
      ),
    },
    tenant: TENANT,
    notificationLogs: [{ id: 71, sent_at: "2026-03-05T10:00:01+09:00", success: true, recipient_summary: "0101****" }],
  }),
  stopped("worker.lock-unavailable", "August, the sender is empty there too and does not matter", {
    version: 1,
    sentAt: AUGUST,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        august("13:10:00,100", "INFO Messaging Worker started | queue=academy-v1-messaging-queue | wait_time=20s"),
        august("14:00:01,103", "WARNING Redis unavailable, leaving message in SQS for retry job_id=77aa"),
        august("14:15:01,103", "WARNING Redis unavailable, leaving message in SQS for retry job_id=77aa"),
      ),
    },
    tenant: TENANT_WITHOUT_SENDER,
  }),
  stopped("provider.balance", "the first retry was a duplicate skip", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs:
        sendFailed("10:00:01,404", "('NotEnoughBalance', '잔액이 부족합니다.')") +
        log(march("10:01:02,404", "INFO IDEMPOTENT_SKIP job_id=77aa reason=duplicate")),
    },
    tenant: TENANT,
  }),
  stopped("queue.not-found", "the database is down too, later", {
    version: 1,
    sentAt: MARCH,
    api: {
      ...ENQUEUED_NONE,
      logs: log(
        "2026-03-05 10:00:00,233 ERROR Failed to get queue URL for academy-messaging-jobs: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
        "2026-03-05 10:00:40,233 ERROR Internal Server Error: /api/v1/students/",
      ),
    },
    tenant: TENANT,
  }),
  stopped("provider.sender-not-registered", "five messages in one log, ours by its mask", {
    version: 1,
    sentAt: MARCH,
    request: { student_ids: [1], message_mode: "sms", raw_body: "테스트" },
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march("10:00:00,404", "INFO send_sms ok to=0107**** group_id=G4V20260305100000KKKKKKKKKKKKKK"),
        march("10:00:00,804", "INFO send_sms ok to=0108**** group_id=G4V20260305100000LLLLLLLLLLLLLL"),
        march("10:00:01,404", "WARNING send_sms MessageNotReceivedError to=0101**** reason=[1062] 발신번호 미등록"),
        march("10:00:01,405", "WARNING send failed, message will retry: [1062] 발신번호 미등록"),
        march("10:00:02,404", "INFO send_sms ok to=0102**** group_id=G4V20260305100002MMMMMMMMMMMMMM"),
        march("10:00:02,804", "INFO send_sms ok to=0105**** group_id=G4V20260305100002NNNNNNNNNNNNNN"),
      ),
    },
    notificationLogs: [
      { id: 70, sent_at: "2026-03-05T10:00:00+09:00", success: true, recipient_summary: "0107****" },
      {
        id: 72,
        sent_at: "2026-03-05T10:00:01+09:00",
        success: false,
        failure_reason: "[1062] 발신번호 미등록",
        recipient_summary: "0101****",
      },
      { id: 73, sent_at: "2026-03-05T10:00:02+09:00", success: true, recipient_summary: "0102****" },
    ],
    tenant: TENANT,
  }),
];
