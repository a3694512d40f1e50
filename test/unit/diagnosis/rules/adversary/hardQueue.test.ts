import {
  type Case,
  QUEUE,
  URL,
  adversary,
  answer,
  api,
  at,
  aws,
  container,
  counts,
  enqueued,
  http,
  ok,
  receive,
  retry,
  row,
  running,
  send,
  setup,
  started,
  text,
  worker,
} from "./kit";

const DEBUG_PAGE = (title: string, exception: string) =>
  `<!DOCTYPE html><html lang="en"><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>${title}</title></head><body><div id="summary"><h1>${title}</h1><pre class="exception_value">${exception}</pre></div></body></html>`;

const Q: Case[] = [
  [
    "500 names the denied SendMessage",
    "queue.access-denied-send blocked",
    answer(500, { detail: aws("AccessDenied", "SendMessage", "not authorized to perform: sqs:sendmessage") }),
  ],
  [
    "debug page without credentials",
    "queue.credentials-missing blocked",
    answer(500, DEBUG_PAGE("NoCredentialsError at /api/v1/messaging/send/", "Unable to locate credentials")),
  ],
  ["201 with nothing", "queue.enqueue-failed blocked", answer(201, { enqueued: 0, skipped_no_phone: 0 })],
  [
    "names by environment alone",
    "queue.name-mismatch blocked",
    {
      api: { env: { MESSAGING_SQS_QUEUE_NAME: QUEUE } },
      worker: { env: { MESSAGING_SQS_QUEUE_NAME: "academy-v1-messaging-queue" } },
    },
  ],
  [
    "regions by environment alone",
    "queue.region-mismatch blocked",
    { api: { env: { AWS_REGION: "ap-northeast-2" } }, worker: { env: { AWS_REGION: "ap-northeast-1" } } },
  ],
  [
    "queue found, worker's region another",
    "queue.region-mismatch blocked",
    { ...enqueued(), ...counts(1), worker: { env: { AWS_REGION: "us-east-1" }, logs: text(started()) } },
  ],
  [
    "worker's endpoint is a local one, the API's is AWS",
    "queue.name-mismatch blocked",
    {
      api: { ...enqueued().api, env: { AWS_REGION: "ap-northeast-2", MESSAGING_SQS_QUEUE_NAME: QUEUE } },
      worker: {
        env: { AWS_REGION: "ap-northeast-2", AWS_ENDPOINT_URL_SQS: "http://localstack:4566" },
        logs: text(started()),
      },
      ...counts(1),
    },
  ],
  [
    "both endpoints, different",
    "queue.name-mismatch blocked",
    {
      api: { ...enqueued().api, env: { AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:4566" } },
      worker: { env: { AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:9324" }, logs: text(started()) },
      ...counts(1),
    },
  ],
  [
    "ten polls denied, then the end",
    "queue.access-denied-receive blocked",
    {
      ...enqueued(),
      worker: {
        container: container("exited", { exitCode: 1 }),
        logs: text(
          ...[2, 3, 4].map((second) => at(second, receive(aws("AccessDenied", "ReceiveMessage")), "ERROR")),
          at(5, "Too many consecutive errors (10), exiting", "ERROR"),
        ),
      },
    },
  ],
  [
    "JSON lines",
    "queue.credentials-expired blocked",
    {
      ...enqueued(),
      worker: {
        logs: `{"timestamp":"2026-03-05T01:00:03Z","level":"ERROR","logger":"academy.queue","message":"${receive(aws("ExpiredToken", "ReceiveMessage", "expired")).replaceAll('"', '\\"')}"}\n`,
      },
    },
  ],
  [
    "a log as a list of lines",
    "queue.not-found blocked",
    {
      ...enqueued(),
      worker: { logs: [started(), at(2, receive(aws("QueueDoesNotExist", "ReceiveMessage")), "ERROR")] },
    },
  ],
  [
    "old url form",
    "queue.region-mismatch blocked",
    {
      ...enqueued(),
      queue: {
        name: QUEUE,
        url: `https://us-west-2.queue.amazonaws.com/123456789012/${QUEUE}`,
        region: "ap-northeast-2",
        after: { visible: 1 },
      },
    },
  ],
  [
    "API expired, message of the worker fine",
    "queue.credentials-expired blocked",
    {
      api: { ...enqueued(0, 0).api, logs: text(api(1, send(aws("ExpiredToken", "SendMessage")))) },
      ...worker(setup, http(3), ok(3, "0109****")),
    },
  ],
  [
    "SSL to SQS",
    "queue.endpoint-unreachable blocked",
    worker(
      started(),
      at(
        3,
        receive(
          "SSL validation failed for https://sqs.ap-northeast-2.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
        ),
        "ERROR",
      ),
    ),
  ],
  [
    "dead letter after a fight for the lock",
    "worker.duplicate-dropped blocked",
    {
      ...enqueued(),
      ...worker(
        ...[3, 20, 40].map((second) => at(second, "Duplicate in-flight message detected, keep for retry job_id=8b1c")),
      ),
      queue: { before: { dead: 0 }, after: { visible: 0, dead: 1 }, redrive: { maxReceiveCount: 5 } },
    },
  ],
  [
    "no redrive, but the reason is known",
    "provider.sender-not-registered blocked",
    {
      ...enqueued(),
      ...counts(1, 0, { redrive: null, oldestAgeSeconds: 90000 }),
      ...worker(...[3, 63, 123, 183, 243].map((second) => retry(second, "[1062] 발신번호 미등록"))),
    },
  ],
  [
    "URL and account seen, all fine",
    "none ok",
    {
      ...enqueued(),
      ...counts(0),
      queue: { name: QUEUE, region: "ap-northeast-2", url: URL },
      worker: {
        container: running,
        env: { AWS_REGION: "ap-northeast-2", MESSAGING_SQS_QUEUE_NAME: QUEUE, DEBUG: "false", SOLAPI_MOCK: "" },
        logs: text(setup, started(), http(3), ok(3)),
      },
      ...row(),
    },
  ],
  [
    "moved queue of before the restart",
    "none ok",
    {
      ...enqueued(),
      ...worker(at(0, receive(aws("ExpiredToken", "ReceiveMessage")), "ERROR"), setup, started(20), http(22), ok(22)),
      ...row(),
    },
  ],
];

adversary("hard cases of the queue", Q);
