import assert from "node:assert/strict";
import type { JobEnd } from "../../../src/runtime/message/messageEvents";
import { recoveredEnd } from "../../../src/runtime/message/recoveredEnd";
import type { Step } from "./steps";
import { accepted, claimed, enqueued, noKey, received, retrying, submitted, traceOfSteps } from "./steps";

const toldNow = (outcome: JobEnd, ...told: readonly Step[]) =>
  recoveredEnd(traceOfSteps(...told), {
    type: "worker.duplicate",
    at: 9,
    traceId: "t",
    details: { outcome, groupId: "G", providerMessageId: "M" },
  })?.type;

describe("an end that was lost with the worker", () => {
  const lost = [enqueued, received, claimed, submitted, received];

  it("is told when the message comes again", () => {
    assert.equal(toldNow("accepted", ...lost), "provider.accepted");
    assert.equal(toldNow("ambiguous", ...lost), "provider.ambiguous");
    assert.equal(toldNow("refused", ...lost), "provider.refused");
    assert.equal(toldNow("skipped", ...lost), "worker.skipped");
  });

  it("is not told twice", () => {
    assert.equal(toldNow("accepted", enqueued, received, claimed, submitted, accepted, received), undefined);
  });

  it("is not the end of an attempt before", () => {
    assert.equal(
      toldNow("accepted", enqueued, received, claimed, noKey, retrying("No such key"), ...lost),
      "provider.accepted",
    );
  });
});
