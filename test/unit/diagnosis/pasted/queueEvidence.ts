import {
  AUGUST,
  ENQUEUED_NONE,
  ENQUEUED_ONE,
  MARCH,
  MARCH_START,
  TENANT,
  august,
  log,
  march,
  stopped,
  withDockerTimestamps,
} from "./pastedBundle";

const QUEUE_URL = "https://sqs.ap-northeast-2.amazonaws.com/123456789012/academy-messaging-jobs";
const EMPTY = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };

const TRACE = `2026-03-05 10:00:00,064 INFO apps.support.messaging.sqs_queue SQS_QUEUE_URL_TRACE | send_message | queue_name=academy-messaging-jobs queue_url=${QUEUE_URL} region=ap-northeast-2 tenant_id=1`;

function sendError(text: string): Record<string, unknown> {
  return {
    version: 1,
    sentAt: MARCH,
    api: {
      ...ENQUEUED_NONE,
      logs: log(
        TRACE,
        `2026-03-05 10:00:00,233 ERROR libs.queue.client Failed to send message to academy-messaging-jobs: ${text}`,
      ),
    },
    tenant: TENANT,
  };
}

function receiveErrors(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const lines = ["10:00:00,101", "10:00:00,103", "10:00:00,105", "10:00:00,107", "10:00:00,109"];
  return {
    version: 1,
    sentAt: MARCH,
    worker: {
      logs: log(
        ...lines.map((time) => march(time, `ERROR Failed to receive message from academy-messaging-jobs: ${text}`)),
      ),
    },
    ...more,
  };
}

/** The API or the worker could not get at the queue. */
export const QUEUE_EVIDENCE = [
  stopped("queue.enqueue-failed", "200 with nothing enqueued and nobody skipped", {
    version: 1,
    api: ENQUEUED_NONE,
    tenant: TENANT,
  }),
  stopped("queue.enqueue-failed", "and a worker that has nothing to do", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_NONE,
    worker: { logs: MARCH_START, container: { name: "academy-messaging-worker", state: "running" } },
    tenant: TENANT,
    notificationLogs: [],
  }),
  stopped(
    "queue.access-denied-send",
    "the role lacks SendMessage",
    sendError(
      "An error occurred (AccessDenied) when calling the SendMessage operation: User: arn:aws:sts::123456789012:assumed-role/academy-api/i-0ab12 is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:ap-northeast-2:123456789012:academy-messaging-jobs because no identity-based policy allows the sqs:sendmessage action",
    ),
  ),
  stopped("queue.access-denied-send", "GetQueueUrl already", {
    version: 1,
    sentAt: MARCH,
    api: {
      ...ENQUEUED_NONE,
      logs: log(
        "[2026-03-05 01:00:00,233] ERROR Failed to get queue URL for academy-messaging-jobs: An error occurred (AccessDenied) when calling the GetQueueUrl operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied.",
      ),
    },
  }),
  stopped("queue.access-denied-send", "August raises: the API says 500", {
    version: 1,
    sentAt: AUGUST,
    api: {
      status: 500,
      body: { detail: "메시지 적재에 실패했습니다." },
      logs: log(
        "2026-08-20 14:00:00,311 ERROR Failed to send message to academy-v1-messaging-queue: An error occurred (AccessDenied) when calling the SendMessage operation: Access to the resource is denied.",
        "2026-08-20 14:00:00,312 ERROR Internal Server Error: /api/v1/messaging/send/",
      ),
    },
  }),
  stopped(
    "queue.access-denied-receive",
    "flood without a pause, the queue grows",
    receiveErrors(
      "An error occurred (AccessDenied) when calling the ReceiveMessage operation: User: arn:aws:sts::123456789012:assumed-role/academy-worker/i-0cd34 is not authorized to perform: sqs:receivemessage on resource: arn:aws:sqs:ap-northeast-2:123456789012:academy-messaging-jobs",
      {
        api: ENQUEUED_ONE,
        queue: { name: "academy-messaging-jobs", before: EMPTY, after: { ...EMPTY, visible: 1 } },
        tenant: TENANT,
      },
    ),
  ),
  stopped("queue.access-denied-receive", "only the log, GetQueueUrl", {
    version: 1,
    worker: {
      logs: log(
        march(
          "10:00:03,001",
          "ERROR Failed to get queue URL for academy-messaging-jobs: An error occurred (AccessDenied) when calling the GetQueueUrl operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied.",
        ),
        march(
          "10:00:03,004",
          "ERROR Failed to get queue URL for academy-messaging-jobs: An error occurred (AccessDenied) when calling the GetQueueUrl operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied.",
        ),
      ),
    },
  }),
  stopped(
    "queue.not-found",
    "the API's side",
    sendError(
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist for this wsdl version.",
    ),
  ),
  stopped(
    "queue.not-found",
    "both sides look for the same queue",
    receiveErrors(
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
      {
        api: ENQUEUED_NONE,
      },
    ),
  ),
  stopped("queue.not-found", "our own look says so", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_NONE,
    queue: {
      name: "academy-messaging-jobs",
      region: "ap-northeast-2",
      error: { code: "QueueDoesNotExist", message: "The specified queue does not exist." },
    },
  }),
  stopped(
    "queue.region-mismatch",
    "the worker looks in us-east-1",
    receiveErrors(
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
      {
        api: {
          ...ENQUEUED_ONE,
          env: { AWS_REGION: "ap-northeast-2", MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" },
        },
        worker: {
          env: { AWS_REGION: "us-east-1", MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" },
          logs: log(
            march(
              "10:00:00,101",
              "ERROR Failed to get queue URL for academy-messaging-jobs: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
            ),
            march(
              "10:00:00,140",
              "ERROR Failed to get queue URL for academy-messaging-jobs: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
            ),
          ),
        },
      },
    ),
  ),
  stopped("queue.region-mismatch", "told by the two logs alone", {
    version: 1,
    sentAt: MARCH,
    api: { ...ENQUEUED_ONE, logs: log(TRACE) },
    worker: {
      logs: log(
        march("09:58:40,391", "INFO SQSQueueClient initialized: ap-northeast-1"),
        march("09:58:40,392", "INFO Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
      ),
    },
    notificationLogs: [],
  }),
  stopped("queue.name-mismatch", "Q02: the API's trace line against the worker's start line", {
    version: 1,
    sentAt: MARCH,
    api: { ...ENQUEUED_ONE, logs: log(TRACE) },
    worker: {
      logs: log(
        march("09:41:12,001", "INFO SQSQueueClient initialized: ap-northeast-2"),
        march("09:41:12,004", "INFO Messaging Worker started | queue=academy-v1-messaging-queue | wait_time=20s"),
      ),
    },
    tenant: TENANT,
  }),
  stopped("queue.name-mismatch", "two environments, a silent worker", {
    version: 1,
    sentAt: MARCH,
    api: { ...ENQUEUED_ONE, env: { MESSAGING_SQS_QUEUE_NAME: "academy-v1-messaging-queue" } },
    worker: { env: { MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" }, logs: "", container: { state: "running" } },
    notificationLogs: [],
  }),
  stopped("queue.name-mismatch", "a name only on one side: the default counts on the other", {
    version: 1,
    sentAt: MARCH,
    api: { ...ENQUEUED_ONE, env: { MESSAGING_SQS_QUEUE_NAME: "academy-v1-messaging-queue" } },
    worker: { logs: withDockerTimestamps(MARCH_START), container: { state: "running", restartCount: 0 } },
    queue: { name: "academy-v1-messaging-queue", before: EMPTY, after: { ...EMPTY, visible: 1 } },
  }),
  stopped("queue.credentials-missing", "the API's side", sendError("Unable to locate credentials")),
  stopped(
    "queue.credentials-missing",
    "the worker's side, 900 lines a second",
    receiveErrors("Unable to locate credentials", { api: ENQUEUED_ONE }),
  ),
  stopped(
    "queue.credentials-invalid",
    "R2 keys taken for AWS keys, API",
    sendError(
      "An error occurred (InvalidClientTokenId) when calling the GetQueueUrl operation: The security token included in the request is invalid.",
    ),
  ),
  stopped("queue.credentials-invalid", "the worker waits a minute", {
    version: 1,
    sentAt: MARCH,
    api: ENQUEUED_ONE,
    worker: {
      logs: log(
        march(
          "10:00:02,801",
          "WARNING SQS get_queue_url (academy-messaging-jobs): An error occurred (SignatureDoesNotMatch) when calling the GetQueueUrl operation: The request signature we calculated does not match the signature you provided. — 로컬에서는 AWS 자격 증명이 없을 수 있음. 60초마다 재시도합니다.",
        ),
        march(
          "10:00:02,802",
          "WARNING SQS unavailable (AWS credentials invalid or missing?). Waiting 60s. An error occurred (SignatureDoesNotMatch) when calling the GetQueueUrl operation",
        ),
      ),
    },
    tenant: TENANT,
  }),
  stopped(
    "queue.credentials-invalid",
    "UnrecognizedClientException",
    receiveErrors(
      "An error occurred (UnrecognizedClientException) when calling the ReceiveMessage operation: The security token included in the request is invalid.",
    ),
  ),
  stopped(
    "queue.credentials-expired",
    "a laptop with an old session",
    sendError(
      "An error occurred (ExpiredToken) when calling the SendMessage operation: The security token included in the request is expired",
    ),
  ),
  stopped(
    "queue.credentials-expired",
    "the worker since midnight",
    receiveErrors(
      "An error occurred (ExpiredTokenException) when calling the ReceiveMessage operation: The security token included in the request is expired",
      { api: ENQUEUED_ONE, tenant: TENANT },
    ),
  ),
  stopped(
    "queue.credentials-expired",
    "RequestExpired",
    sendError("An error occurred (RequestExpired) when calling the GetQueueUrl operation: Request has expired."),
  ),
  stopped(
    "queue.endpoint-unreachable",
    "LocalStack is not up",
    sendError('Could not connect to the endpoint URL: "http://localhost:4566/"'),
  ),
  stopped("queue.endpoint-unreachable", "Q01: no NAT, the request hung for a minute", {
    version: 1,
    sentAt: MARCH,
    api: {
      ...ENQUEUED_NONE,
      elapsedMs: 61_240,
      logs: log(
        '2026-03-05 10:01:01,190 ERROR Failed to get queue URL for academy-messaging-jobs: Connect timeout on endpoint URL: "https://ap-northeast-2.queue.amazonaws.com/"',
      ),
    },
  }),
  stopped(
    "queue.endpoint-unreachable",
    "from the worker",
    receiveErrors('Could not connect to the endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"', {
      api: ENQUEUED_ONE,
    }),
  ),
  stopped(
    "queue.kms-denied",
    "the key of the queue",
    sendError(
      "An error occurred (KMS.AccessDeniedException) when calling the SendMessage operation: User: arn:aws:sts::123456789012:assumed-role/academy-api/i-0ab12 is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-2:123456789012:key/1b2c",
    ),
  ),
  stopped(
    "queue.kms-denied",
    "the worker may not decrypt",
    receiveErrors(
      "An error occurred (KMS.AccessDeniedException) when calling the ReceiveMessage operation: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    ),
  ),
  stopped("queue.dead-lettered", "counters only", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:06:00+09:00",
    api: ENQUEUED_ONE,
    queue: {
      name: "academy-messaging-jobs",
      before: { ...EMPTY, dead: 4 },
      after: { ...EMPTY, dead: 5 },
      redrive: { maxReceiveCount: 3, deadLetterQueue: "academy-messaging-jobs-dlq" },
    },
  }),
  stopped("queue.redrive-missing", "the same message for ever, reason unknown", {
    version: 1,
    sentAt: MARCH,
    collectedAt: "2026-03-05T10:12:00+09:00",
    api: ENQUEUED_ONE,
    queue: {
      name: "academy-messaging-jobs",
      before: EMPTY,
      after: { ...EMPTY, inFlight: 1 },
      redrive: null,
      oldestAgeSeconds: 712,
    },
    worker: {
      logs: log(
        ...[
          "10:00:02,110",
          "10:01:02,340",
          "10:02:02,551",
          "10:03:02,781",
          "10:04:03,002",
          "10:05:03,240",
          "10:06:03,418",
        ].map((time) => march(time, "WARNING send failed, message will retry: send_failed")),
      ),
    },
  }),
  stopped("queue.access-denied-send", "the API log in August, raised from the outbox", {
    version: 1,
    sentAt: AUGUST,
    api: {
      status: 200,
      body: { detail: "예약되었습니다.", scheduled: 1 },
      logs: log(
        "2026-08-20 14:00:01,100 ERROR Failed to send message to academy-v1-messaging-queue: An error occurred (AccessDenied) when calling the SendMessage operation: not authorized to perform: sqs:sendmessage",
        "2026-08-20 14:00:01,120 ERROR process_due_notifications: retry notif_id=88 trigger=check_in_complete attempt=1 error=enqueue_failed",
      ),
    },
    worker: {
      logs: log(
        august("13:20:00,001", "INFO DB connection validated at startup"),
        august("13:20:00,100", "INFO Messaging Worker started | queue=academy-v1-messaging-queue | wait_time=20s"),
      ),
    },
  }),
];
