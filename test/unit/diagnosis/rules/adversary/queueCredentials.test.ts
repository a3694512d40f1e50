import {
  type Case,
  QUEUE,
  adversary,
  api,
  at,
  aws,
  clock,
  counts,
  enqueued,
  receive,
  retry,
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

const REST: Case[] = [
  [
    "no credentials, 900 a second",
    "queue.credentials-missing blocked",
    { worker: { logs: flood(900, "Unable to locate credentials") }, ...enqueued() },
  ],
  [
    "no credentials in the API",
    "queue.credentials-missing blocked",
    nothing(api(1, `Failed to get queue URL for ${QUEUE}: Unable to locate credentials`)),
  ],
  [
    "no credentials, traceback",
    "queue.credentials-missing blocked",
    worker(
      "Traceback (most recent call last):",
      '  File "/usr/local/lib/python3.11/site-packages/botocore/auth.py", line 418, in add_auth',
      "    raise NoCredentialsError()",
      "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
    ),
  ],
  [
    "no credentials, Node probe",
    "queue.credentials-missing blocked",
    {
      queue: { error: { code: "CredentialsProviderError", message: "Could not load credentials from any providers" } },
      ...worker(at(2, receive("Unable to locate credentials"), "ERROR")),
    },
  ],
  [
    "wrong key, waits 60 s",
    "queue.credentials-invalid blocked",
    worker(
      started(),
      at(
        2,
        `SQS receive_message (InvalidClientTokenId): ${QUEUE} — 로컬에서는 AWS 자격 증명이 없을 수 있음. 60초마다 재시도합니다.`,
        "WARNING",
      ),
      at(
        2,
        "SQS unavailable (AWS credentials invalid or missing?). Waiting 60s. " +
          aws("InvalidClientTokenId", "GetQueueUrl", "The security token included in the request is invalid."),
        "WARNING",
      ),
    ),
  ],
  [
    "wrong secret in the API",
    "queue.credentials-invalid blocked",
    nothing(
      api(
        1,
        send(
          aws(
            "SignatureDoesNotMatch",
            "SendMessage",
            "The request signature we calculated does not match the signature you provided.",
          ),
        ),
      ),
    ),
  ],
  [
    "unrecognized client",
    "queue.credentials-invalid blocked",
    worker(
      at(
        3,
        receive(
          aws("UnrecognizedClientException", "ReceiveMessage", "The security token included in the request is invalid"),
        ),
        "ERROR",
      ),
    ),
  ],
  [
    "expired",
    "queue.credentials-expired blocked",
    {
      ...enqueued(),
      ...worker(
        at(
          3,
          receive(aws("ExpiredToken", "ReceiveMessage", "The security token included in the request is expired")),
          "ERROR",
        ),
      ),
    },
  ],
  [
    "expired, the API",
    "queue.credentials-expired blocked",
    nothing(
      api(
        1,
        send(aws("ExpiredTokenException", "SendMessage", "The security token included in the request is expired")),
      ),
    ),
  ],
  [
    "request expired",
    "queue.credentials-expired blocked",
    worker(
      at(
        3,
        receive(aws("RequestExpired", "ReceiveMessage", "Request has expired. Timestamp date is 2026-03-05T00:40:00Z")),
        "ERROR",
      ),
    ),
  ],
  [
    "endpoint refused",
    "queue.endpoint-unreachable blocked",
    worker(at(3, receive('Could not connect to the endpoint URL: "http://localhost:4566/"'), "ERROR")),
  ],
  [
    "endpoint time-out, no NAT",
    "queue.endpoint-unreachable blocked",
    {
      api: {
        ...enqueued(0, 0).api,
        elapsedMs: 61000,
        logs: text(api(60, send('Connect timeout on endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"'))),
      },
    },
  ],
  [
    "endpoint, from the probe",
    "queue.endpoint-unreachable blocked",
    { ...enqueued(0, 0), queue: { error: { code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:4566" } } },
  ],
  [
    "endpoint, traceback",
    "queue.endpoint-unreachable blocked",
    worker(
      started(),
      at(5, "Unexpected error in main loop: x", "ERROR"),
      "Traceback (most recent call last):",
      "urllib3.exceptions.NewConnectionError: <botocore.awsrequest.AWSHTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused",
      "During handling of the above exception, another exception occurred:",
      'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"',
    ),
  ],
  [
    "KMS in the API",
    "queue.kms-denied blocked",
    nothing(
      api(
        1,
        send(
          aws(
            "KMS.AccessDeniedException",
            "SendMessage",
            "User is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-2:1:key/1",
          ),
        ),
      ),
    ),
  ],
  [
    "KMS in the worker",
    "queue.kms-denied blocked",
    worker(
      at(
        2,
        receive(
          aws(
            "KmsAccessDenied",
            "ReceiveMessage",
            "The ciphertext refers to a customer master key that does not exist, or you are not authorized: kms:Decrypt",
          ),
        ),
        "ERROR",
      ),
    ),
  ],
  [
    "DLQ grew, nothing else",
    "queue.dead-lettered blocked",
    {
      ...enqueued(),
      ...counts(0, 0, {
        after: { visible: 0, inFlight: 0, delayed: 0, dead: 1 },
        redrive: { maxReceiveCount: 3, deadLetterQueue: `${QUEUE}-dlq` },
      }),
    },
  ],
  [
    "DLQ grew, no rows",
    "queue.dead-lettered blocked",
    {
      ...enqueued(),
      queue: { before: { dead: "4" }, after: { visible: "0", inFlight: "0", dead: "5" } },
      notificationLogs: [],
    },
  ],
  [
    "no redrive, keeps coming back",
    "queue.redrive-missing blocked",
    {
      ...enqueued(),
      ...counts(0, 1, { redrive: null, oldestAgeSeconds: 172800 }),
      ...worker(...[5, 65, 125, 185, 245, 305].map((second) => retry(second, "unknown"))),
    },
  ],
  [
    "throttled AccessDenied of before the send",
    "worker.not-polling blocked",
    {
      ...enqueued(),
      worker: {
        logs: `2026-03-05 09:40:00,000 [ERROR] [MESSAGING-WORKER] ${receive(aws("AccessDenied", "ReceiveMessage"))}\n`,
      },
    },
  ],
  [
    "another queue's worker in the same log",
    "queue.access-denied-receive blocked",
    {
      ...enqueued(),
      ...worker(
        `messaging-worker-1  | ${started()}`,
        `messaging-worker-1  | ${at(2, receive(aws("AccessDenied", "ReceiveMessage")), "ERROR")}`,
        "ai-worker-1  | 2026-03-05 10:00:02,500 [INFO] [AI-WORKER] job done id=4",
      ),
    },
  ],
  [
    "CRLF, ANSI and docker -t",
    "queue.credentials-expired blocked",
    {
      ...enqueued(),
      worker: {
        logs: `2026-03-05T01:00:02.123456789Z \u001b[31m${at(2, receive(aws("ExpiredToken", "ReceiveMessage")), "ERROR")}\u001b[0m\r\n2026-03-05T01:00:02.223456789Z \u001b[31m${at(2, receive(aws("ExpiredToken", "ReceiveMessage")), "ERROR")}\u001b[0m\r\n`,
      },
    },
  ],
  [
    "the API's AccessDenied, the worker healthy",
    "queue.access-denied-send blocked",
    {
      ...nothing(api(1, send(aws("AccessDenied", "SendMessage", ROLE)))),
      worker: { container: running, logs: text(started()) },
      ...counts(0),
      notificationLogs: [],
    },
  ],
  [
    "only the probe is denied: its rights are not the API's or the worker's",
    "none unknown",
    {
      ...enqueued(),
      queue: { error: { code: "AccessDenied", message: "not authorized to perform sqs:GetQueueAttributes" } },
    },
  ],
];

adversary("queue, credentials and beyond", REST);
