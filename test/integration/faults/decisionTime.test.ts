import assert from "node:assert/strict";
import { sendOfFault } from "../../../src/operations/message/testSend";
import { endsMessage } from "../../../src/runtime/message/messageEnd";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { sendVia } from "../../unit/operations/sending";
import { StackFixture } from "../stack/stackFixture";

/** From the deciding evidence to the verdict; a quiet machine takes a hundredth of it. */
const WITHIN_MS = 10_000;

/** Faults whose evidence comes at one moment: an answer, a refusal, a row, a carrier's report. */
const decided = [
  "api.sender-empty",
  "api.no-recipients",
  "queue.access-denied-send",
  "queue.not-found",
  "worker.message-not-json",
  "worker.credit-insufficient",
  "worker.reservation-cancelled",
  "provider.sender-not-registered",
  "provider.balance",
  "provider.recipient-invalid",
  "provider.undelivered",
];

describe("a verdict on the local stack", () => {
  let stack: StackFixture;
  const figures: string[] = [];
  before(async () => (stack = await StackFixture.start()));
  after(async () => {
    process.stdout.write(`    from the deciding evidence to the verdict: ${figures.join(", ")}\n`);
    await stack.stop();
  });
  afterEach(() => stack.client.clearFaults());

  const usual = {
    tenantCode: "hakwonplus",
    request: { student_ids: [1], message_mode: "sms" as const, raw_body: "테스트" },
  };

  for (const id of [undefined, ...decided]) {
    it(`comes with what decides it: ${id ?? "healthy"}`, async () => {
      const fault = id === undefined ? undefined : await stack.client.injectFault(id);
      const send = sendOfFault(usual, fault?.send);
      const { sent, diagnosis } = await sendVia(createLocalEnvironment(stack.client), send, stack.stateDir);
      const verdictAt = Date.now();
      assert.equal(diagnosis.verdict.cause, id ?? "none");
      const traces = await Promise.all(sent.traceIds.map((traceId) => stack.client.trace(traceId)));
      const ends = traces.flatMap((trace) =>
        (trace?.events ?? []).filter(({ type }) => endsMessage(type)).map(({ at }) => at),
      );
      const answeredAt = sent.sentAt + (sent.answer?.elapsedMs ?? 0);
      const decidedAt = Math.max(answeredAt, ...ends.filter((at) => at <= verdictAt));
      const waitedMs = Math.round(verdictAt - decidedAt);
      figures.push(`${id ?? "healthy"} ${waitedMs} ms`);
      assert.ok(waitedMs <= WITHIN_MS, `${waitedMs} ms`);
    });
  }
});
