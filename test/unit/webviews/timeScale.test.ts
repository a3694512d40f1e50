import assert from "node:assert/strict";
import fc from "fast-check";
import { timeScale } from "../../../src/webviews/models/timeScale";

describe("the scale of a trace's axis", () => {
  it("is to scale where nothing waits", () => {
    const { place, axis } = timeScale([1_000, 1_010, 1_050, 1_100]);
    assert.deepEqual([1_000, 1_010, 1_050, 1_100].map(place), [0, 0.1, 0.5, 1]);
    assert.deepEqual(axis.gaps, []);
    assert.deepEqual(
      axis.ticks.map(({ label }) => label),
      ["0 ms", "20 ms", "40 ms", "60 ms", "80 ms", "100 ms"],
    );
  });

  it("shortens a wait between attempts and says how long it was", () => {
    const { place, axis } = timeScale([0, 40, 60_040, 60_100]);
    assert.deepEqual(
      axis.gaps.map(({ label }) => label),
      ["1 min"],
    );
    assert.ok(place(40) > 0.3 && place(60_040) - place(40) < 0.15, "the work keeps the most of the axis");
  });

  it("draws a single long step to scale", () => {
    assert.deepEqual(timeScale([0, 5_000]).axis.gaps, []);
  });

  it("puts a message of one moment at the beginning", () => {
    assert.equal(timeScale([7]).place(7), 0);
    assert.equal(timeScale([]).place(7), 0);
  });

  it("keeps the order of any moments inside of 0 to 1", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 }), (moments) => {
        const { place, axis } = timeScale(moments);
        const places = [...moments].sort((a, b) => a - b).map(place);
        assert.ok(places.every((at, index) => at >= (places[index - 1] ?? 0) - 1e-9 && at <= 1 + 1e-9));
        assert.ok(axis.ticks.length <= 14 && axis.ticks.every(({ at }) => at >= 0 && at <= 1 + 1e-9));
      }),
    );
  });
});
