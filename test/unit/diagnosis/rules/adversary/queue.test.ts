import {
  type Case,
  QUEUE,
  URL,
  adversary,
  answer,
  api,
  at,
  aws,
  clock,
  counts,
  enqueued,
  receive,
  running,
  send,
  started,
  text,
  worker,
} from "./kit";

const ROLE =
  "User: arn:aws:sts::123456789012:assumed-role/academy-api/i-0abc is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:ap-northeast-2:123456789012:academy-messaging-jobs because no identity-based policy allows the sqs:sendmessage action";

const nothing = (...lines: string[]) => ({ api: { ...enqueued(0, 0).api, logs: text(...lines) } });

const flood = (count: number, why: string) =>
  text(
    ...Array.from(
      { length: count },
      (_, i) =>
        `${clock("2026-03-05", 10, 2 + Math.floor(i / 450))},${String(i % 1000).padStart(3, "0")} [ERROR] [MESSAGING-WORKER] ${receive(why)}`,
    ),
  );

const GONE = aws(
  "AWS.SimpleQueueService.NonExistentQueue",
  "GetQueueUrl",
  "The specified queue does not exist for this wsdl version.",
);

const trace = (region = "ap-northeast-2", name = QUEUE) =>
  api(
    1,
    `SQS_QUEUE_URL_TRACE | send_message | queue_name=${name} queue_url=https://sqs.${region}.amazonaws.com/123456789012/${name} region=${region} tenant_id=1`,
    "INFO",
  );

const CASES: Case[] = [
  ["200 with nothing enqueued", "queue.enqueue-failed blocked", enqueued(0, 0)],
  [
    "… after 10 s, with an idle worker",
    "queue.endpoint-unreachable blocked",
    { api: { ...enqueued("0", "0").api, elapsedMs: 10500 }, ...worker(started()), ...counts(0), notificationLogs: [] },
  ],
  [
    "… and an API log that says nothing of it",
    "queue.enqueue-failed blocked",
    nothing(api(1, '"POST /api/v1/messaging/send/ HTTP/1.1" 200 71', "INFO")),
  ],
  [
    "SendMessage denied",
    "queue.access-denied-send blocked",
    nothing(trace(), api(1, send(aws("AccessDenied", "SendMessage", ROLE)))),
  ],
  [
    "GetQueueUrl denied on the API's side",
    "queue.access-denied-send blocked",
    nothing(api(1, `Failed to get queue URL for ${QUEUE}: ${aws("AccessDeniedException", "GetQueueUrl")}`)),
  ],
  [
    "raised in the API",
    "queue.access-denied-send blocked",
    answer(500, "<h1>Server Error (500)</h1>", {
      logs: text(
        api(1, "Internal Server Error: /api/v1/messaging/send/"),
        "Traceback (most recent call last):",
        '  File "/usr/local/lib/python3.11/site-packages/botocore/client.py", line 1009, in _make_api_call',
        "    raise error_class(parsed_response, operation_name)",
        `botocore.exceptions.ClientError: ${aws("AccessDenied", "SendMessage", ROLE)}`,
      ),
    }),
  ],
  [
    "flood of ReceiveMessage denied",
    "queue.access-denied-receive blocked",
    {
      ...enqueued(),
      worker: {
        container: running,
        logs: flood(
          900,
          aws(
            "AccessDenied",
            "ReceiveMessage",
            "Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied.",
          ),
        ),
      },
      ...counts(1),
    },
  ],
  [
    "GetQueueUrl denied in the worker alone",
    "queue.access-denied-receive blocked",
    worker(started(), at(2, `Failed to get queue URL for ${QUEUE}: ${aws("AccessDenied", "GetQueueUrl")}`, "ERROR")),
  ],
  ["queue gone, worker flood", "queue.not-found blocked", { worker: { logs: flood(900, GONE) } }],
  ["queue gone, API", "queue.not-found blocked", nothing(api(1, `Failed to get queue URL for ${QUEUE}: ${GONE}`))],
  [
    "queue gone, from the probe",
    "queue.not-found blocked",
    {
      ...enqueued(0, 0),
      queue: {
        name: QUEUE,
        error: { code: "AWS.SimpleQueueService.NonExistentQueue", message: "The specified queue does not exist." },
      },
    },
  ],
  [
    "QueueDoesNotExist traceback",
    "queue.not-found blocked",
    worker(
      started(),
      at(2, "Error receiving messaging message: x", "ERROR"),
      "Traceback (most recent call last):",
      '  File "/app/libs/queue/client.py", line 80, in receive_message',
      "botocore.errorfactory.QueueDoesNotExist: An error occurred (QueueDoesNotExist) when calling the ReceiveMessage operation: The specified queue does not exist.",
    ),
  ],
  [
    "regions by environment",
    "queue.region-mismatch blocked",
    {
      api: { ...enqueued().api, env: { MESSAGING_SQS_QUEUE_NAME: QUEUE, AWS_REGION: "ap-northeast-2" } },
      worker: { logs: text(started()), env: { MESSAGING_SQS_QUEUE_NAME: QUEUE, AWS_REGION: "us-east-1" } },
      ...counts(1),
    },
  ],
  [
    "regions by log",
    "queue.region-mismatch blocked",
    {
      api: { ...enqueued().api, logs: text(trace("ap-northeast-2")) },
      ...worker(at(0, "SQSQueueClient initialized: us-west-2"), started()),
    },
  ],
  [
    "URL of another region",
    "queue.region-mismatch blocked",
    {
      ...enqueued(),
      queue: { name: QUEUE, region: "us-east-1", url: URL, after: { visible: 1 } },
      ...worker(started()),
    },
  ],
  [
    "not found in the other region",
    "queue.region-mismatch blocked",
    {
      api: { ...enqueued().api, env: { AWS_REGION: "ap-northeast-2" } },
      worker: {
        logs: text(
          at(0, "SQSQueueClient initialized: us-east-1"),
          at(1, `Failed to get queue URL for ${QUEUE}: ${GONE}`, "ERROR"),
        ),
        env: { AWS_REGION: "us-east-1" },
      },
    },
  ],
  [
    "names by environment",
    "queue.name-mismatch blocked",
    {
      api: { ...enqueued().api, env: { MESSAGING_SQS_QUEUE_NAME: QUEUE } },
      worker: {
        env: { MESSAGING_SQS_QUEUE_NAME: "academy-v1-messaging-queue" },
        logs: text(started(1, "academy-v1-messaging-queue")),
      },
    },
  ],
  [
    "names by log",
    "queue.name-mismatch blocked",
    {
      api: { ...enqueued().api, logs: text(trace()) },
      ...worker(started(1, "academy-v1-messaging-queue")),
      notificationLogs: [],
    },
  ],
  [
    "name by probe and start line",
    "queue.name-mismatch blocked",
    {
      ...enqueued(),
      ...counts(1),
      worker: { container: running, logs: text(started(1, "academy-messaging-jobs-staging")) },
    },
  ],
  [
    "endpoints differ",
    "queue.name-mismatch blocked",
    {
      api: {
        ...enqueued().api,
        env: { MESSAGING_SQS_QUEUE_NAME: QUEUE, AWS_ENDPOINT_URL_SQS: "http://localhost:4566" },
      },
      worker: { env: { MESSAGING_SQS_QUEUE_NAME: QUEUE }, logs: text(started()) },
    },
  ],
];

adversary("queue", CASES);
