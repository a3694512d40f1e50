import assert from "node:assert/strict";
import { summaryOf } from "../../../src/runtime/message/messageSummary";
import { breakOf } from "../../../src/runtime/message/traceBreak";
import type { Step } from "./steps";
import { accepted, claimed, dead, enqueued, noKey, received, retrying, submitted, traceOfSteps } from "./steps";

const placeOf = (...told: readonly Step[]) => {
  const stopped = breakOf(traceOfSteps(...told));
  return stopped && `${stopped.layer} ${stopped.code ?? stopped.text}`;
};

describe("where a message stopped", () => {
  it("is Solapi where the worker tries again for what Solapi answered: the worker was blamed", () => {
    const told = [enqueued, received, claimed, noKey, retrying("[InvalidAPIKey] No such key")];
    assert.equal(placeOf(...told), "provider InvalidAPIKey");
    const { outcome, text } = summaryOf(traceOfSteps(...told));
    assert.deepEqual([outcome, text], ["stopped", "Solapi InvalidAPIKey"]);
  });

  it("is Solapi too once the queue has given it up", () => {
    assert.equal(placeOf(enqueued, received, claimed, noKey, retrying("No such key"), dead), "provider InvalidAPIKey");
  });

  it("is the worker where it tries again for itself, whatever stopped the attempt before", () => {
    const again = [received, claimed, submitted, retrying("database")];
    assert.equal(placeOf(enqueued, received, claimed, noKey, retrying("No such key"), ...again), "worker database");
    assert.equal(placeOf(enqueued, received, retrying("database")), "worker database");
  });

  it("is nowhere once Solapi has accepted it", () => {
    assert.equal(placeOf(enqueued, received, claimed, noKey, retrying("x"), received, claimed, accepted), undefined);
  });

  it("is a matter of the past where a dead message was moved back: it waits again", () => {
    const trace = traceOfSteps(enqueued, received, claimed, noKey, retrying("No such key"), dead, enqueued);
    assert.equal(trace.state, "queued");
    assert.equal(summaryOf(trace).outcome, "waiting");
  });
});
