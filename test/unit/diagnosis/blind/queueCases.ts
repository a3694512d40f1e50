import { answered, blind, container, flood, log, queue, row, solapi200, tenant, type BlindCase } from "./kit";

const arn = "arn:aws:sqs:ap-northeast-2:809466760795:academy-messaging-jobs";
const role = (name: string): string => `arn:aws:sts::809466760795:assumed-role/${name}/i-0f3a9bd21c77`;
const denied = (operation: string, who: string, action: string): string =>
  `An error occurred (AccessDenied) when calling the ${operation} operation: User: ${role(who)} is not authorized to perform: sqs:${action} on resource: ${arn} because no identity-based policy allows the sqs:${action} action`;
const noQueue =
  "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist for this wsdl version.";
const apiLog = (level: string, text: string, seconds = "00,220"): string =>
  `${level} 2026-03-05 10:00:${seconds} sqs_client 21 139924 ${text}`;
const trace = (name: string, region: string): string =>
  apiLog(
    "INFO",
    `SQS_QUEUE_URL_TRACE | send_message | queue_name=${name} queue_url=https://sqs.${region}.amazonaws.com/809466760795/${name} region=${region} tenant_id=1`,
    "00,180",
  );
const start = (name = "academy-messaging-jobs"): string =>
  `-300 I Messaging Worker started | queue=${name} | wait_time=20s`;

/** Layer queue, first batch. */
// prettier-ignore
export const queueCases: readonly BlindCase[] = [
  blind("queue-enqfail-bare", "blocked queue.enqueue-failed", { api: answered(0, 0) }),
  blind("queue-enqfail-all", "blocked queue.enqueue-failed", { api: answered(0, 0), queue: queue([0, 0], [0, 0]), worker: { container: container(), logs: log(start()) }, tenant: tenant(), notificationLogs: [] }),
  blind("queue-enqfail-string", "blocked queue.enqueue-failed", { api: { status: 200, body: '{"detail": "발송 예정 0건입니다.", "enqueued": 0, "skipped_no_phone": 0}' }, tenant: tenant() }),
  // access denied on the API's side
  blind("queue-deny-send", "blocked queue.access-denied-send", { api: answered(0, 0, { logs: [trace("academy-messaging-jobs", "ap-northeast-2"), apiLog("ERROR", `Failed to send message to academy-messaging-jobs: ${denied("SendMessage", "academy-api-role", "sendmessage")}`)].join("\n") }), tenant: tenant() }),
  blind("queue-deny-send-url", "blocked queue.access-denied-send", { api: answered(0, 0, { logs: apiLog("ERROR", `Failed to get queue URL for academy-messaging-jobs: ${denied("GetQueueUrl", "academy-api-role", "getqueueurl")}`) }), queue: queue([0, 0], [0, 0]), worker: { container: container(), logs: log(start()) }, tenant: tenant(), notificationLogs: [] }),
  blind("queue-deny-send-500", "blocked queue.access-denied-send", {
    api: {
      status: 500,
      body: "<h1>Server Error (500)</h1>",
      logs: `${apiLog("ERROR", `Error enqueuing messaging job: ${denied("SendMessage", "academy-api-role", "sendmessage")}`)}
Traceback (most recent call last):
  File "/app/apps/domains/messaging/sqs_queue.py", line 88, in enqueue
    self.client.send_message(QueueUrl=url, MessageBody=body)
botocore.exceptions.ClientError: ${denied("SendMessage", "academy-api-role", "sendmessage")}`,
    },
  }),
  // access denied on the worker's side
  blind("queue-deny-receive", "blocked queue.access-denied-receive", { api: answered(), worker: { logs: log(flood(300, 60, "E", `Failed to receive message from academy-messaging-jobs: ${denied("ReceiveMessage", "academy-worker-role", "receivemessage")}`)) }, tenant: tenant() }),
  blind("queue-deny-receive-only-log", "blocked queue.access-denied-receive", { worker: { logs: log(flood(20, 2, "E", `Failed to get queue URL for academy-messaging-jobs: ${denied("GetQueueUrl", "academy-worker-role", "getqueueurl")}`), { stamped: true, zone: "UTC" }) } }),
  blind("queue-deny-receive-all", "blocked queue.access-denied-receive", { api: answered(3), queue: queue([0, 0], [3, 0], { oldestAgeSeconds: 88 }), worker: { container: container(), logs: log(`${start()}\n${flood(40, 80, "E", `Failed to receive message from academy-messaging-jobs: An error occurred (AccessDeniedException) when calling the ReceiveMessage operation: Access to the resource https://sqs.ap-northeast-2.amazonaws.com/ is denied.`)}`, { crlf: true, ansi: true }) }, tenant: tenant(), notificationLogs: [] }),
  // not found
  blind("queue-notfound-worker", "blocked queue.not-found", { worker: { logs: log(flood(100, 5, "E", `Failed to get queue URL for academy-messaging-jobs: ${noQueue}`)) } }),
  blind("queue-notfound-api", "blocked queue.not-found", { api: answered(0, 0, { logs: apiLog("ERROR", `Failed to get queue URL for academy-messaging-jobs: ${noQueue}`) }), tenant: tenant() }),
  blind("queue-notfound-both", "blocked queue.not-found", { api: answered(0, 0), worker: { container: container(), logs: log(flood(50, 50, "E", `Failed to receive message from academy-messaging-jobs: An error occurred (QueueDoesNotExist) when calling the ReceiveMessage operation: The specified queue does not exist.`)) }, tenant: tenant(), notificationLogs: [] }),
  blind("queue-notfound-probe", "blocked queue.not-found", { api: answered(0, 0), queue: { name: "academy-messaging-jobs", region: "ap-northeast-2", error: { code: "AWS.SimpleQueueService.NonExistentQueue", message: "The specified queue does not exist." } } }),
  blind("queue-notfound-probe-sdk3", "blocked queue.not-found", { api: answered(0, 0), queue: { name: "academy-messaging-jobs", error: { code: "QueueDoesNotExist", message: "The specified queue does not exist." } }, tenant: tenant() }),
  // region
  blind("queue-region-url", "blocked queue.region-mismatch", { api: answered(0, 0), queue: { name: "academy-messaging-jobs", region: "ap-northeast-2", url: "https://sqs.us-east-1.amazonaws.com/809466760795/academy-messaging-jobs", before: { visible: 0 }, after: { visible: 0 } }, notificationLogs: [] }),
  blind("queue-region-env", "blocked queue.region-mismatch", { api: answered(1, 0, { env: { AWS_REGION: "ap-northeast-2", MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" } }), worker: { env: { AWS_REGION: "ap-northeast-1", MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" } } }),
  blind("queue-region-logs", "blocked queue.region-mismatch", { api: answered(1, 0, { logs: trace("academy-messaging-jobs", "ap-northeast-2") }), queue: queue([0, 0], [1, 0]), worker: { container: container(), logs: log(`0 I SQSQueueClient initialized: us-west-2\n0 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s`) }, notificationLogs: [] }),
  blind("queue-region-notfound", "blocked queue.region-mismatch", { api: answered(1, 0, { env: { AWS_REGION: "ap-northeast-2" } }), queue: queue([0, 0], [1, 0]), worker: { env: { AWS_REGION: "us-east-1" }, logs: log(flood(60, 30, "E", `Failed to get queue URL for academy-messaging-jobs: ${noQueue}`)) } }),
  // name
  blind("queue-name-logs", "blocked queue.name-mismatch", { api: answered(1, 0, { logs: trace("academy-messaging-jobs", "ap-northeast-2") }), queue: queue([4, 0], [5, 0]), worker: { container: container(), logs: log("0 I Messaging Worker started | queue=academy-v1-messaging-queue | wait_time=20s") }, notificationLogs: [], tenant: tenant() }),
  blind("queue-name-env", "blocked queue.name-mismatch", { api: answered(1, 0, { env: { MESSAGING_SQS_QUEUE_NAME: "academy-v1-messaging-queue" } }), worker: { env: { MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs" }, logs: "" }, notificationLogs: [] }),
  blind("queue-name-default", "blocked queue.name-mismatch", { api: answered(1, 0, { logs: trace("academy-messaging-jobs-prod", "ap-northeast-2") }), worker: { logs: log("-1200 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s") }, tenant: tenant() }),
  // credentials
  blind("queue-nocred-worker", "blocked queue.credentials-missing", { worker: { logs: log(flood(900, 1, "E", "Failed to get queue URL for academy-messaging-jobs: Unable to locate credentials")) } }),
  blind("queue-nocred-api", "blocked queue.credentials-missing", { api: answered(0, 0, { logs: apiLog("ERROR", "Failed to send message to academy-messaging-jobs: Unable to locate credentials") }), tenant: tenant(), worker: { logs: log(start()) } }),
  blind("queue-nocred-partial", "blocked queue.credentials-missing", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { logs: log("1 E Failed to receive message from academy-messaging-jobs: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY") } }),
  blind("queue-badcred-token", "blocked queue.credentials-invalid", {
    worker: {
      logs: log(`
      0 W SQS GetQueueUrl (academy-messaging-jobs): InvalidClientTokenId — 로컬에서는 AWS 자격 증명이 없을 수 있음. 60초마다 재시도합니다.
      0 W SQS unavailable (AWS credentials invalid or missing?). Waiting 60s. An error occurred (InvalidClientTokenId) when calling the GetQueueUrl operation: The security token included in the request is invalid.
      60 W SQS GetQueueUrl (academy-messaging-jobs): InvalidClientTokenId — 로컬에서는 AWS 자격 증명이 없을 수 있음. 60초마다 재시도합니다.`),
    },
    api: answered(),
    tenant: tenant(),
  }),
  blind("queue-badcred-sig-api", "blocked queue.credentials-invalid", { api: answered(0, 0, { logs: apiLog("ERROR", "Failed to send message to academy-messaging-jobs: An error occurred (SignatureDoesNotMatch) when calling the SendMessage operation: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.") }) }),
  blind("queue-badcred-unrec", "blocked queue.credentials-invalid", { api: answered(), queue: { name: "academy-messaging-jobs", error: { code: "UnrecognizedClientException", message: "The security token included in the request is invalid." } }, worker: { container: container(), logs: log("2 W SQS ReceiveMessage (academy-messaging-jobs): UnrecognizedClientException — 로컬에서는 AWS 자격 증명이 없을 수 있음. 60초마다 재시도합니다.", { stamped: true }) }, notificationLogs: [] }),
  blind("queue-expired-worker", "blocked queue.credentials-expired", { api: answered(), worker: { logs: log(flood(30, 60, "E", "Failed to receive message from academy-messaging-jobs: An error occurred (ExpiredToken) when calling the ReceiveMessage operation: The security token included in the request is expired")) }, tenant: tenant() }),
  blind("queue-expired-api", "blocked queue.credentials-expired", { api: answered(0, 0, { logs: apiLog("ERROR", "Failed to send message to academy-messaging-jobs: An error occurred (ExpiredTokenException) when calling the SendMessage operation: The security token included in the request is expired") }) }),
  blind("queue-expired-request", "blocked queue.credentials-expired", { worker: { logs: log("3 E Failed to receive message from academy-messaging-jobs: An error occurred (RequestExpired) when calling the ReceiveMessage operation: Request has expired.") } }),
  // endpoint
  blind("queue-endpoint-api-hang", "blocked queue.endpoint-unreachable", { api: answered(0, 0, { elapsedMs: 61240, logs: apiLog("ERROR", 'Failed to get queue URL for academy-messaging-jobs: Connect timeout on endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"', "59,991") }) }),
  blind("queue-endpoint-worker", "blocked queue.endpoint-unreachable", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { container: container(), logs: log(flood(25, 80, "E", 'Failed to receive message from academy-messaging-jobs: Could not connect to the endpoint URL: "http://localstack:4566/"')) }, tenant: tenant(), notificationLogs: [] }),
  blind("queue-endpoint-dns", "blocked queue.endpoint-unreachable", { worker: { logs: log('0 E Failed to get queue URL for academy-messaging-jobs: Could not connect to the endpoint URL: "https://sqs.ap-northeast-22.amazonaws.com/"', { tag: "MESSAGING-WORKER", crlf: true }) } }),
  blind("queue-endpoint-api-500", "blocked queue.endpoint-unreachable", { api: { status: 500, body: { detail: "Internal server error" }, elapsedMs: 10544, logs: `${apiLog("ERROR", 'Failed to send message to academy-messaging-jobs: Read timeout on endpoint URL: "https://sqs.ap-northeast-2.amazonaws.com/"', "10,101")}` }, tenant: tenant() }),
  // kms
  blind("queue-kms-send", "blocked queue.kms-denied", { api: answered(0, 0, { logs: apiLog("ERROR", "Failed to send message to academy-messaging-jobs: An error occurred (KMS.AccessDeniedException) when calling the SendMessage operation: User is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:ap-northeast-2:809466760795:key/1111") }), tenant: tenant() }),
  blind("queue-kms-receive", "blocked queue.kms-denied", { api: answered(), queue: queue([0, 0], [1, 0]), worker: { logs: log(flood(12, 60, "E", "Failed to receive message from academy-messaging-jobs: An error occurred (KMS.AccessDeniedException) when calling the ReceiveMessage operation: The ciphertext refers to a customer master key that does not exist or you are not allowed to access.")) }, notificationLogs: [] }),
  // dead letters
  blind("queue-dlq-counters", "blocked queue.dead-lettered", { queue: queue([0, 0, 4], [0, 0, 5]) }),
  blind("queue-dlq-api", "blocked queue.dead-lettered", { api: answered(), queue: queue([0, 0, 0], [0, 0, 1]), tenant: tenant(), collectedAt: "2026-03-05T10:06:00+09:00" }),
  blind("queue-dlq-string-counts", "blocked queue.dead-lettered", { api: answered(), collectedAt: "2026-03-05T10:06:00+09:00", queue: { name: "academy-messaging-jobs", before: { visible: "0", inFlight: "0", dead: "2" }, after: { visible: "0", inFlight: "0", dead: "3" } } }),
  // redrive
  blind("queue-redrive-null", "blocked/degraded queue.redrive-missing", { api: answered(), queue: queue([1, 0], [1, 1], { redrive: null, oldestAgeSeconds: 345_600 }), collectedAt: "2026-03-09T10:00:00+09:00", notificationLogs: Array.from({ length: 20 }, (_, i) => row(false, "send failed", { id: 100 + i, sent_at: `2026-03-0${5 + Math.floor(i / 5)}T0${1 + (i % 5)}:00:00Z` })) }),
  blind("queue-redrive-retries", "blocked/degraded queue.redrive-missing", { api: answered(), queue: queue([0, 0], [0, 1], { redrive: null, oldestAgeSeconds: 1200 }), collectedAt: "2026-03-05T10:20:00+09:00", worker: { logs: log(Array.from({ length: 18 }, (_, i) => `${i * 60 + 2} W send failed, message will retry: send_failed`).join("\n")) } }),
  // a healthy run next to somebody else's trouble in the past
  blind("queue-old-trouble", "ok none", {
    api: answered(),
    queue: queue([0, 0], [0, 0]),
    tenant: tenant(),
    notificationLogs: [row(true)],
    worker: {
      logs: log(`
      -1800 E Failed to receive message from academy-messaging-jobs: ${denied("ReceiveMessage", "academy-worker-role", "receivemessage")}
      -900 I Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s
      1 I ${solapi200}
      1 I send_sms ok to=0101**** group_id=G4V20260305100001AAAAAAAAAAAAAAA`),
    },
  }),
];
