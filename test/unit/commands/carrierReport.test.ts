import assert from "node:assert/strict";
import { Signal } from "../../../src/common/signal";
import { followCarrier, isCarrierAwaited } from "../../../src/commands/message/carrierReport";
import type { CommandContext } from "../../../src/commands/context";
import type { MessageTrace } from "../../../src/runtime/message/messageTrace";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";

const event = (type: "provider.accepted" | "provider.delivered" | "provider.undelivered", traceId = "t1") =>
  ({ seq: 1, at: 1, traceId, type, details: { groupId: "G1", code: "3043", message: "Power off" } }) as SequencedEvent;

const traceOf = (...events: SequencedEvent[]): MessageTrace => ({
  traceId: "t1",
  state: "accepted",
  startedAt: 0,
  updatedAt: 1,
  events,
});

describe("the carrier's late report", () => {
  const window = () => {
    const events = new Signal<SequencedEvent>();
    const ran: unknown[] = [];
    const execute = (...command: unknown[]) => Promise.resolve(void ran.push(command));
    return { events, ran, context: { stack: { events }, execute } as unknown as CommandContext };
  };

  it("is awaited while Solapi has accepted the message and nothing more is known", () => {
    assert.equal(isCarrierAwaited(traceOf(event("provider.accepted"))), true);
    assert.equal(isCarrierAwaited(traceOf(event("provider.accepted"), event("provider.delivered"))), false);
    assert.equal(isCarrierAwaited({ ...traceOf(), sightings: [] }), false);
  });

  it("replaces the early success where it is a failure (the toast said reached, and stayed)", () => {
    const { events, ran, context } = window();
    followCarrier(context, "t1");
    events.fire(event("provider.undelivered", "another"));
    assert.deepEqual(ran, []);
    events.fire(event("provider.undelivered"));
    assert.deepEqual(ran, [["messaging.diagnosis.run", "t1"]]);
    events.fire(event("provider.undelivered"));
    assert.equal(ran.length, 1, "once");
  });

  it("says nothing more where it is a success", () => {
    const { events, ran, context } = window();
    followCarrier(context, "t1");
    events.fire(event("provider.delivered"));
    events.fire(event("provider.undelivered"));
    assert.deepEqual(ran, []);
  });
});
