import assert from "node:assert/strict";
import { exitCodeOf } from "../../../../../src/diagnosis/diagnosis";
import { parseEvidence } from "../../../../../src/diagnosis/evidence";
import { diagnose } from "../../../../../src/diagnosis/verdict";

/** A bundle as somebody would paste it, and the verdict that `docs/causes` promises for it: "cause outcome". */
export type Case = [name: string, expected: string, bundle: Record<string, unknown>, soleProof?: string];

const SENT = { version: 1, sentAt: "2026-03-05T10:00:00+09:00", collectedAt: "2026-03-05T10:01:30+09:00" };
export const QUEUE = "academy-messaging-jobs";
export const URL = `https://sqs.ap-northeast-2.amazonaws.com/123456789012/${QUEUE}`;
const DETAIL = "https://api.solapi.com/messages/v4/send-many/detail";

/** A worker's line, so many seconds after the send, in KST. */
export const at = (second: number, text: string, level = "INFO") =>
  `${clock("2026-03-05", 10, second)},123 [${level}] [MESSAGING-WORKER] ${text}`;
/** A line of Django's console log. */
export const api = (second: number, text: string, level = "ERROR") =>
  `[${clock("2026-03-05", 10, second)}] ${level} academy.adapters.queue.sqs: ${text}`;
export const clock = (day: string, hour: number, second: number) =>
  `${day} ${pad(hour)}:${pad(Math.floor(second / 60))}:${pad(second % 60)}`;
const pad = (value: number) => String(value).padStart(2, "0");

export const text = (...lines: string[]) => `${lines.join("\n")}\n`;
export const worker = (...lines: string[]) => ({ worker: { logs: text(...lines) } });
export const http = (second: number, status = "200 OK") =>
  at(second, `HTTP Request: POST ${DETAIL} "HTTP/1.1 ${status}"`);
export const ok = (second: number, to = "0101****") =>
  at(second, `send_sms ok to=${to} group_id=G4V20260305100003AAAAAAAAAAAAAAA`);
export const started = (second = 1, queue = QUEUE) =>
  at(second, `Messaging Worker started | queue=${queue} | wait_time=20s`);
export const setup = at(0, "Django setup done (ORM available)");
export const retry = (second: number, why: string) => at(second, `send failed, message will retry: ${why}`, "WARNING");
export const enqueued = (count: unknown = 1, skipped: unknown = 0) => ({
  api: {
    status: 200,
    body: { detail: `발송 예정 ${String(count)}건입니다.`, enqueued: count, skipped_no_phone: skipped },
    elapsedMs: 130,
  },
});
export const answer = (status: number, body: unknown, more: object = {}) => ({
  api: { status, body, elapsedMs: 40, ...more },
});
export const row = (failure?: string, more: object = {}) => ({
  notificationLogs: [
    {
      id: 7,
      sent_at: "2026-03-05T10:00:03+09:00",
      success: failure === undefined,
      failure_reason: failure ?? "",
      recipient_summary: "0101****",
      ...more,
    },
  ],
});
export const counts = (visible: number, inFlight = 0, more: object = {}) => ({
  queue: {
    name: QUEUE,
    region: "ap-northeast-2",
    url: URL,
    before: { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
    after: { visible, inFlight, delayed: 0, dead: 0 },
    ...more,
  },
});
export const tenant = (more: object = {}) => ({
  tenant: {
    id: 1,
    code: "hakwonplus",
    messaging_sender: "0212345678",
    credit_balance: "1000",
    messaging_is_active: true,
    ...more,
  },
});
export const container = (state: string, more: object = {}) => ({ name: "academy-messaging-worker", state, ...more });
export const running = container("running", {
  exitCode: 0,
  oomKilled: false,
  restartCount: 0,
  startedAt: "2026-03-05T00:00:00Z",
  health: "healthy",
});
export const aws = (code: string, operation: string, message = "…") =>
  `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
export const receive = (why: string) => `Failed to receive message from ${QUEUE}: ${why}`;
export const send = (why: string) => `Failed to send message to ${QUEUE}: ${why}`;
/** A text as solapi-python raises it, with its traceback. */
export const smsFailed = (second: number, error: string) =>
  text(
    at(second, "send_sms failed to=0101****", "ERROR"),
    "Traceback (most recent call last):",
    '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 176, in send_one_sms',
    "    response = message_service.send(message)",
    '  File "/usr/local/lib/python3.11/site-packages/solapi/services/message_service.py", line 92, in send',
    "    response = self._default_fetcher(",
    error,
  ).trimEnd();

const layerOf = (expected: string) => (/^none /.test(expected) ? null : expected.slice(0, expected.indexOf(".")));

/** One test a bundle: cause, outcome, layer and exit code; and that nothing missing turns it into a confident wrong layer. */
export function adversary(title: string, cases: readonly Case[]): void {
  describe(`adversary: ${title}`, () => {
    for (const [name, expected, pasted, soleProof] of cases) {
      it(`${name} → ${expected}`, () => {
        const bundle = parseEvidence({ ...SENT, ...pasted });
        const diagnosis = diagnose(bundle);
        const { cause, outcome, layer, confidence } = diagnosis.verdict;
        assert.equal(
          `${cause} ${outcome}`,
          expected,
          `${layer ?? "no layer"} at ${confidence}: ${diagnosis.verdict.title}`,
        );
        assert.equal(layer, layerOf(expected));
        assert.equal(exitCodeOf(diagnosis), outcome === "ok" ? 0 : outcome === "unknown" ? 2 : 1);
        if (outcome === "unknown") assert.ok(diagnosis.verdict.needs.length > 0, "says what would decide");
        if (outcome === "ok")
          assert.deepEqual(
            diagnosis.findings.filter((found) => found.outcome === "blocked"),
            [],
          );
      });
      it(`${name}: with a part missing never a wrong layer for sure`, () =>
        assertHonest(pasted, layerOf(expected), soleProof));
    }
  });
}

function assertHonest(pasted: Record<string, unknown>, layer: string | null, soleProof?: string): void {
  for (const part of Object.keys(pasted)) {
    // Without it the rest is the story of another message, told truly.
    if (part === soleProof) continue;
    const { [part]: _, ...rest } = pasted;
    const { verdict } = diagnose(parseEvidence({ ...SENT, ...rest }));
    const isWrong = verdict.layer !== null && verdict.layer !== layer && verdict.confidence >= 0.8;
    assert.ok(!isWrong, `without ${part}: ${verdict.cause} ${verdict.outcome} at ${verdict.confidence}`);
  }
}
