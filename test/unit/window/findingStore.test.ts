import assert from "node:assert/strict";
import { Signal } from "../../../src/common/signal";
import type { MessageVerdict } from "../../../src/runtime/message/messageVerdict";
import { ROW_UNWRITTEN } from "../../../src/runtime/message/messageVerdict";
import type { SequencedEvent } from "../../../src/runtime/stack/eventHub";
import { FindingStore } from "../../../src/window/findings/findingStore";

describe("the verdict of a message without its row", () => {
  const verdict = { layer: "worker", outcome: "degraded", cause: ROW_UNWRITTEN } as MessageVerdict;

  const after = (...types: SequencedEvent["type"][]): MessageVerdict | undefined => {
    const events = new Signal<SequencedEvent>();
    const store = new FindingStore({ events } as never);
    store.keep("t1", verdict);
    for (const type of types) events.fire({ type, traceId: "t1", at: Date.now() + 1_000 } as SequencedEvent);
    store.dispose();
    return store.verdictOf("t1");
  };

  it("stays while the message comes again (the status bar said fine between two attempts)", () =>
    assert.equal(after("queue.returned", "queue.received", "worker.claimed", "worker.retrying"), verdict));

  it("ends when the row is written", () => assert.equal(after("queue.received", "worker.logged"), undefined));

  it("ends when the carrier reports a failure", () => assert.equal(after("provider.undelivered"), undefined));
});
