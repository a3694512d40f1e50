import assert from "node:assert/strict";
import { layerLines } from "../../../src/runtime/message/layerLines";
import { summaryOf } from "../../../src/runtime/message/messageSummary";
import { createLocalEnvironment } from "../../../src/targets/local/localEnvironment";
import { diagnoseMessage } from "../../../src/operations/diagnosis/diagnoseMessage";
import type { TestSend } from "../../../src/operations/message/testSend";
import { operationFor, sendVia } from "../../unit/operations/sending";
import { StackFixture } from "../stack/stackFixture";

const usual: TestSend = {
  tenantCode: "hakwonplus",
  start: "api",
  request: { student_ids: [1], message_mode: "sms", raw_body: "테스트" },
};

describe("each attempt to send", () => {
  let stack: StackFixture;
  before(async () => (stack = await StackFixture.start()));
  after(() => stack.stop());
  afterEach(() => stack.client.clearFaults());

  const send = (what: TestSend = usual) => sendVia(createLocalEnvironment(stack.client), what, stack.stateDir);

  for (const id of ["api.unreachable", "api.timeout", "api.gateway"]) {
    it(`is a message with a verdict although no layer heard of it (Diagnose spoke of an older one): ${id}`, async () => {
      await send(); // an older message that arrived
      await stack.client.injectFault(id);
      const { messages } = await send();
      assert.equal(messages.length, 1);
      const [message] = messages;
      assert.deepEqual([message?.verdict?.layer, message?.verdict?.cause], ["api", id]);
      assert.equal(summaryOf(message!).outcome, "stopped");
      assert.deepEqual(
        layerLines(message!).map(({ mark }) => mark),
        ["stopped", "not-reached", "not-reached", "not-reached"],
      );
      const environment = createLocalEnvironment(stack.client);
      const again = await diagnoseMessage(environment, { trace: message! }, operationFor(stack.stateDir));
      assert.equal(again.diagnosis.verdict.cause, id, "the same by what was seen of it, without what was sent");
    });
  }

  it("has one verdict, whether its send or a later look makes it", async () => {
    for (const id of ["provider.sender-not-registered", "worker.log-write-failed", "queue.not-found"]) {
      await stack.client.injectFault(id);
      const { messages, diagnosis } = await send();
      const environment = createLocalEnvironment(stack.client);
      const trace = (await stack.client.trace(messages[0]!.traceId))!;
      const later = await diagnoseMessage(environment, { trace }, operationFor(stack.stateDir));
      assert.equal(diagnosis.verdict.cause, id);
      assert.equal(later.diagnosis.verdict.cause, id, JSON.stringify(later.evidence));
      await stack.client.clearFaults();
    }
  });

  it("that arrived without a row is delivered, not stopped", async () => {
    await stack.client.injectFault("worker.log-write-failed");
    const { messages, recipients } = await send();
    assert.equal(recipients.reached, 1);
    assert.equal(summaryOf(messages[0]!).outcome, "degraded");
    assert.deepEqual(
      layerLines(messages[0]!).map(({ mark }) => mark),
      ["passed", "passed", "degraded", "passed"],
    );
  });

  for (const start of ["queue", "worker", "provider"] as const) {
    it(`may start at a later layer: ${start}`, async () => {
      const message = { to: "01012345678", text: "테스트", mode: "sms" as const };
      const { diagnosis, messages } = await send({ tenantCode: "hakwonplus", start, message });
      assert.equal(diagnosis.verdict.outcome, "ok", JSON.stringify(diagnosis));
      assert.equal(messages.length, 1);
    });
  }

  it("that the sandbox refuses is a message too, past every other layer", async () => {
    const message = { to: "01012345678", text: "테스트", mode: "sms" as const };
    const { messages } = await send({ tenantCode: "saessak", start: "provider", message });
    assert.equal(messages[0]?.verdict?.layer, "provider");
  });
});
