import assert from "node:assert/strict";
import { diagnose } from "../../../src/diagnosis/verdict";
import { traceOf } from "../../../src/runtime/message/messageTrace";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import { evidenceOfArchived } from "../../../src/targets/evidence/archivedEvidence";

const AT = Date.parse("2026-03-05T10:00:00+09:00");

const sent = [
  ["queue.enqueued", { queueName: "q", bytes: 150 }],
  ["queue.received", { queueName: "q", receiveCount: 1, waitedMs: 2 }],
  [
    "worker.claimed",
    {
      tenantCode: "hakwonplus",
      to: "0101****",
      mode: "sms",
      sender: "0212345678",
      senderSource: "Tenant.messaging_sender",
      receiveCount: 1,
    },
  ],
  ["provider.accepted", { groupId: "G1", providerMessageId: "M1", code: "2000", type: "SMS" }],
] as const;

function causeAfter(...last: [type: string, details: object][]): string {
  const events = [...sent, ...last].map(
    ([type, details], index) => ({ type, details, at: AT + index, traceId: "t1", seq: index + 1 }) as SequencedEvent,
  );
  const evidence = evidenceOfArchived({ trace: traceOf("t1", AT, events), apiLines: [], workerLines: [] });
  return diagnose(evidence).verdict.cause;
}

describe("an archived message that reached the provider", () => {
  it("without a row when the worker gave it back: the row is missing (it was called fine)", () => {
    assert.equal(causeAfter(["worker.retrying", { reason: "database", delayMs: 5_000 }]), "worker.log-write-failed");
  });

  it("with its row: nothing is wrong", () => {
    const row = { notificationLogId: 1, success: true, failureReason: "", amountDeducted: "8" };
    assert.equal(causeAfter(["worker.logged", row], ["queue.deleted", { queueName: "q" }]), "none");
  });
});
