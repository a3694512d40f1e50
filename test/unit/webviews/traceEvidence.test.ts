import assert from "node:assert/strict";
import { parseEvidence } from "../../../src/diagnosis/evidence";
import { diagnose } from "../../../src/diagnosis/verdict";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import { evidenceOf } from "../../../src/targets/evidence/traceEvidence";
import { T0, delivered, refused, rejected, traceOf } from "./traceFixture";

const causeOf = (trace: MessageTrace) => {
  const evidence = evidenceOf(trace, {
    now: T0 + 1_000,
    tenant: { id: 1, code: "hakwonplus", name: "학원플러스", messagingSender: "" },
  });
  return diagnose(parseEvidence(evidence)).verdict;
};

describe("a trace as evidence", () => {
  it("is enough for the diagnosis to name the cause", () => {
    assert.equal(causeOf(refused()).cause, "provider.sender-not-registered");
    assert.equal(causeOf(rejected()).layer, "api");
    assert.equal(causeOf(delivered()).outcome, "ok");
  });

  it("says which sender was used, not which one the tenant has by now", () => {
    const surroundings = {
      now: T0,
      tenant: { id: 1, code: "hakwonplus", name: "학원플러스", messagingSender: "0299999999" },
    };
    const { tenant, worker } = evidenceOf(refused(), surroundings);
    assert.equal(tenant?.messaging_sender, "");
    assert.deepEqual(worker?.env, { SOLAPI_SENDER: "01000000000" });
    assert.equal(evidenceOf(delivered(), surroundings).tenant?.messaging_sender, "0212345678");
  });

  it("leaves out what the log says of other messages", () => {
    const workerLog = "a trace_id=7f3a91c0\nb trace_id=deadbeef\nc";
    assert.equal(evidenceOf(delivered(), { now: T0, workerLog }).worker?.logs, "a trace_id=7f3a91c0\nc");
  });

  it("carries what SQS said where the message never got into the queue", () => {
    const trace = traceOf([
      [
        9,
        "api.accepted",
        { requestId: "r", status: 200, elapsedMs: 9, tenantCode: "hakwonplus", to: "0101****", mode: "sms" },
      ],
      [
        10,
        "api.enqueue-failed",
        {
          requestId: "r",
          tenantCode: "hakwonplus",
          to: "0101****",
          code: "AWS.SimpleQueueService.NonExistentQueue",
          message: "The specified queue does not exist.",
        },
      ],
    ]);
    assert.equal(causeOf(trace).layer, "queue");
  });
});
