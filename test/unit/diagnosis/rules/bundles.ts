import { type Evidence, parseEvidence } from "../../../../src/diagnosis/evidence";
import { type Facts, deriveFacts } from "../../../../src/diagnosis/facts";
import { parseLog } from "../../../../src/diagnosis/logs/logParser";

/** Evidence as it is pasted: not yet read, and free to be odd. */
export type Pasted = Record<string, unknown>;

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** A line of the worker, `second` after the send at 10:00 in Seoul. */
export const line = (second: number, text: string, level = "INFO") =>
  `2026-03-05 ${pad(10 + Math.floor(second / 3600))}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)},123 [${level}] [MESSAGING-WORKER] ${text}`;
export const error = (second: number, text: string) => line(second, text, "ERROR");
export const logs = (...lines: string[]) => lines.map((one) => `${one}\n`).join("");
/** A worker of which only the log is known. */
export const worker = (...lines: string[]): Pasted => ({ worker: { logs: logs(...lines) } });
export const apiLog = (...lines: string[]) =>
  logs(...lines.map((text) => `2026-03-05 10:00:01,000 ERROR academy.queue ${text}`));

export const call = (status = "200 OK", second = 2) =>
  line(second, `HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 ${status}"`);
export const smsOk = (second = 2, group = "G4V20260305100002ABCDEFGHIJKLMNO") =>
  line(second, `send_sms ok to=0101**** group_id=${group}`);
export const row = (success: boolean, reason = "", more: Pasted = {}) => ({
  id: 7,
  success,
  failure_reason: reason,
  recipient_summary: "0101****",
  sent_at: "2026-03-05T10:00:03+09:00",
  ...more,
});
export const counts = (before: number, after: number, more: Pasted = {}) => ({
  name: "academy-messaging-jobs",
  before: { visible: before, inFlight: 0, delayed: 0, dead: 0 },
  after: { visible: after, inFlight: 0, delayed: 0, dead: 0, ...more },
});

export const enqueued = (count = 1, skipped = 0): Pasted => ({
  api: { status: 200, body: { detail: `발송 예정 ${count}건입니다.`, enqueued: count, skipped_no_phone: skipped } },
});
export const refused = (status: number, body: unknown, more: Pasted = {}): Pasted => ({
  api: { status, body },
  ...more,
});

const base = {
  version: 1,
  sentAt: "2026-03-05T10:00:00+09:00",
  collectedAt: "2026-03-05T10:01:30+09:00",
};

export const bundleOf = (pasted: Pasted): Evidence => parseEvidence({ ...base, ...pasted });

/** Everything collected, and nothing wrong. */
export const healthy: Pasted = {
  request: { student_ids: [1], send_to: "parent", message_mode: "sms", raw_body: "테스트" },
  api: {
    status: 200,
    body: { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 },
    elapsedMs: 120,
    logs: "2026-03-05 10:00:00,500 INFO academy.queue SQS_QUEUE_URL_TRACE | send_message | queue_name=academy-messaging-jobs queue_url=https://sqs.ap-northeast-2.amazonaws.com/123456789012/academy-messaging-jobs region=ap-northeast-2 tenant_id=1\n",
    env: { MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs", AWS_REGION: "ap-northeast-2", DEBUG: "true" },
  },
  queue: {
    ...counts(0, 0),
    region: "ap-northeast-2",
    url: "https://sqs.ap-northeast-2.amazonaws.com/123456789012/academy-messaging-jobs",
    oldestAgeSeconds: 0,
    redrive: { maxReceiveCount: 3, deadLetterQueue: "academy-messaging-jobs-dlq" },
  },
  worker: {
    container: {
      name: "academy-messaging-worker",
      state: "running",
      exitCode: 0,
      oomKilled: false,
      restartCount: 0,
      startedAt: "2026-03-04T00:00:00Z",
      health: "healthy",
    },
    logs: logs(
      line(0, "Django setup done (ORM available)"),
      line(0, "SQSQueueClient initialized: ap-northeast-2"),
      line(0, "Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
      call(),
      smsOk(),
    ),
    env: {
      MESSAGING_SQS_QUEUE_NAME: "academy-messaging-jobs",
      AWS_REGION: "ap-northeast-2",
      SOLAPI_API_KEY: true,
      SOLAPI_API_SECRET: true,
      SOLAPI_SENDER: "0212345678",
      SOLAPI_MOCK: "false",
      DEBUG: "false",
      DJANGO_SETTINGS_MODULE: "apps.api.config.settings.worker",
    },
  },
  tenant: {
    id: 1,
    code: "hakwonplus",
    messaging_sender: "0212345678",
    credit_balance: "1000",
    messaging_is_active: true,
  },
  notificationLogs: [row(true)],
  provider: {
    senders: [{ phoneNumber: "0212345678", status: "ACTIVE" }],
    balance: { balance: 1000, point: 0 },
    messages: [{ messageId: "M4V1", statusCode: "2000", statusMessage: "정상 접수", to: "0101****" }],
  },
};

export function factsOf(evidence: Evidence): Facts {
  const { sentAt, collectedAt, worker: its, api } = evidence;
  const times = { ...(sentAt && { sentAt }), ...(collectedAt && { collectedAt }) };
  return deriveFacts(evidence, {
    ...(its?.logs !== undefined && { worker: parseLog(its.logs, { source: "worker.logs", ...times }) }),
    ...(api?.logs !== undefined && { api: parseLog(api.logs, { source: "api.logs", ...times }) }),
  });
}
