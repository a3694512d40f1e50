import assert from "node:assert/strict";
import { parseEvidence } from "../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../src/diagnosis/verdict";

/** Made-up logs of other people's workers that were judged wrongly at their first run. */
const logs: readonly (readonly [cause: string, ...lines: string[]])[] = [
  [
    "provider.unauthorized",
    "[21:50:11] ERROR  알림톡 발송 실패: 요청 서명이 올바르지 않습니다 (SignatureDoesNotMatch) - group=G4V, tenant=haneul",
  ],
  [
    "worker.env-missing",
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings",
    "SOLAPI_API_SECRET",
    "  Field required [type=missing, input_value={'SOLAPI_API_KEY': 'NCS'}, input_type=dict]",
  ],
  [
    "provider.alimtalk-config",
    "2026-11-30 21:18:01 ERROR kakao: pfId가 설정되지 않아 알림톡을 보낼 수 없습니다 tenant=saessak",
  ],
  [
    "worker.message-not-json",
    "json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    "2026-11-30 21:20:00 ERROR worker: cannot parse SQS body MessageId=7c1",
  ],
  [
    "worker.exited",
    "2026-11-30 21:25:01 INFO worker: received SIGTERM, draining",
    "2026-11-30 21:25:03 INFO worker: 0 in flight, bye",
  ],
  [
    "queue.throttled",
    "ERROR 2026-11-30 12:00:01 [consumer-1] com.amazonaws.services.sqs.model.AmazonSQSException: Request is throttled. (Service: AmazonSQS; Status Code: 403; Error Code: RequestThrottled; Request ID: 1b)",
  ],
  [
    "worker.lock-unavailable",
    "[2026-11-30 21:30:12,004: CRITICAL/MainProcess] Unrecoverable error: OperationalError('Error 111 connecting to redis:6379. Connection refused.')",
  ],
  [
    "queue.endpoint-unreachable",
    'E1130 12:06:09.001213       1 consumer.go:77] receive: operation error SQS: ReceiveMessage, https response error StatusCode: 0, RequestID: , request send failed, Post "https://sqs.ap-northeast-2.amazonaws.com/": dial tcp: lookup sqs.ap-northeast-2.amazonaws.com on 10.96.0.10:53: server misbehaving',
  ],
  [
    "worker.duplicate-dropped",
    "2026-11-30 21:20:01 INFO worker: message 7c1 already processed, skipping (idempotency key hit)",
  ],
  [
    "queue.dead-lettered",
    "2026-11-30 21:31:01 WARN  consumer - message 7c1 exceeded maxReceiveCount (3), moved to DLQ academy-messaging-jobs-dlq, last error: TypeError: Cannot read properties of undefined",
  ],
  [
    "queue.credentials-missing",
    'panic: failed to load SDK config: operation error ec2imds: GetMetadata, exceeded maximum number of attempts, 3, request send failed, Get "http://169.254.169.254/latest/meta-data/iam/security-credentials/": dial tcp 169.254.169.254:80: connect: no route to host',
  ],
  [
    "provider.alimtalk-undelivered",
    '2026-11-30 21:05:00 INFO report: msgId=M4V statusCode=3107 statusMessage="카카오톡 미설치/차단" to=0101****',
  ],
  [
    "worker.env-missing",
    "/app/config.js:12",
    "    throw new Error(`Missing env: ${name}`);",
    "Error: Missing env: SOLAPI_API_KEY",
    "    at required (/app/config.js:12:11)",
  ],
  [
    "queue.endpoint-unreachable",
    "[22:03:01 ERR] Receive loop failed",
    "System.Net.Http.HttpRequestException: Resource temporarily unavailable (sqs.ap-northeast-2.amazonaws.com:443)",
  ],
  ["worker.oom-killed", "Container exited with a non-zero exit code 137. Killed by external signal"],
];

const apiLogs: typeof logs = [
  [
    "api.validation",
    'INFO 2026-11-30 21:14:02 req id=91 POST /api/v1/messaging/send/ 400 {"student_ids":["Invalid pk \\"999\\" - object does not exist."]}',
  ],
  [
    "api.messaging-disabled",
    "2026-11-30 21:06:00 WARNING messaging.api 403 POST /api/v1/messaging/send/ messaging_disabled tenant=saessak",
  ],
  ["none", "2026-11-30 21:06:00 INFO messaging.api POST /api/v1/messaging/send/ 412 ms"],
];

describe("a worker's log that nobody has shown", () => {
  for (const [cause, ...lines] of logs)
    it(`tells ${cause}: ${lines[0]?.slice(0, 60)}`, () => {
      const { verdict } = diagnose(parseEvidence({ version: 1, worker: { logs: lines.join("\n") } }));
      assert.equal(verdict.cause, cause, verdict.explanation);
    });
});

describe("an API's log that nobody has shown", () => {
  for (const [cause, ...lines] of apiLogs)
    it(`tells ${cause}: ${lines[0]?.slice(0, 60)}`, () => {
      const { verdict } = diagnose(parseEvidence({ version: 1, api: { logs: lines.join("\n") } }));
      assert.equal(verdict.cause, cause, verdict.explanation);
    });
});
