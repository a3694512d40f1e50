import assert from "node:assert/strict";
import { basisOf, hasChanged } from "../../../src/window/findings/findingBasis";
import { layersOfStack } from "../../../src/targets/local/localLayers";
import type { Measurement } from "../../../src/window/stack/stackState";
import { measurementOf, NOW, readingsOf, snapshotOf } from "./measurementFixture";

const basis = (changes: Partial<Measurement> = {}) => basisOf(layersOfStack(measurementOf(changes)));
const worker = (state: "running" | "restarting" | "starting", startedAt: number) =>
  basis({ snapshot: snapshotOf({ worker: { state, startedAt, restartCount: 1 } }) });

describe("what a finding rests on", () => {
  it("is the same while only counts, times and ages change", () => {
    const later = snapshotOf({ at: NOW + 5_000, seq: 9 });
    later.queue.counts!.visible = 7;
    assert.equal(hasChanged(basis(), basis({ snapshot: later, confirmedAt: NOW + 5_000 })), false);
  });

  it("is another one once the worker runs anew: the layer stayed red after Restart worker", () => {
    assert.equal(hasChanged(worker("restarting", 1), worker("running", 2)), true);
    assert.equal(hasChanged(worker("running", 1), worker("running", 2)), true);
  });

  it("is the same while a worker restarts again and again", () => {
    assert.equal(hasChanged(worker("restarting", 1), worker("starting", 2)), false);
  });

  it("is another one once a sender is set, or a fault is cleared", () => {
    const other = readingsOf();
    other.data.tenant!.messagingSender = "";
    assert.equal(hasChanged(basis({ readings: other }), basis()), true);
    const faulty = basis({ snapshot: snapshotOf({ faults: ["provider.quota"] }) });
    assert.equal(hasChanged(faulty, basis({ snapshot: snapshotOf({ faults: [] }) })), true);
  });

  it("is the same where a layer fails after the diagnosis saw it fail: the measurement comes later", () => {
    const closed = basis({ readings: readingsOf({ api: { unreachable: "ECONNREFUSED", elapsedMs: 1 } }) });
    assert.equal(hasChanged(basis(), closed), false);
    assert.equal(hasChanged(closed, basis()), true, "and it is another one once the layer answers");
  });

  it("is not another one for what was not measured before", () => {
    const { readings: _readings, ...measured } = measurementOf();
    const unasked = basisOf(layersOfStack(measured));
    assert.equal(hasChanged(unasked, basis()), false);
  });
});
