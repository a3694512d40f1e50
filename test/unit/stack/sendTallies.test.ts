import assert from "node:assert/strict";
import { TraceRegistry } from "../../../src/runtime/message/registry/traceRegistry";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";

/** More than the registry keeps. */
const STUDENTS = 2_500;

describe("the counts of a send", () => {
  const registry = new TraceRegistry();
  let seq = 0;
  const add = (traceId: string, type: SequencedEvent["type"], details: object) =>
    registry.add({ type, traceId, details, at: (seq += 1), seq } as SequencedEvent);
  const accept = (traceId: string, requestId: string) =>
    add(traceId, "api.accepted", {
      requestId,
      status: 200,
      elapsedMs: 1,
      tenantCode: "t",
      to: "0101****",
      mode: "sms",
    });
  const deliver = (traceId: string) =>
    add(traceId, "provider.accepted", { groupId: "G4V", providerMessageId: traceId, code: "2000", type: "SMS" });

  it("holds the messages that the registry has dropped", () => {
    for (let student = 0; student < STUDENTS; student++) accept(`m${student}`, "big");
    const { messages, sends } = registry.counts();
    assert.equal(messages.queued, 2_000);
    assert.deepEqual(sends, [{ requestId: "big", counts: { waiting: STUDENTS } }]);
  });

  it("follows the kept ones to their end, each counted once", () => {
    for (let student = STUDENTS - 2_000; student < STUDENTS; student++) deliver(`m${student}`);
    assert.deepEqual(registry.counts().sends, [{ requestId: "big", counts: { waiting: 500, reached: 2_000 } }]);
  });

  it("falls with no newer message, and leaves out sends to one", () => {
    for (let other = 0; other < 2_000; other++) add(`o${other}`, "queue.enqueued", { queueName: "q", bytes: 1 });
    accept("alone", "one");
    deliver("m2499"); // dropped meanwhile: an event without its send
    assert.deepEqual(registry.counts().sends, [{ requestId: "big", counts: { waiting: 500, reached: 2_000 } }]);
  });
});
