import assert from "node:assert/strict";
import { TraitCounts, chanceOf, differencesOf } from "../../../src/operations/inquiry/differences";
import type { Traits } from "../../../src/operations/inquiry/differences";

function counted(messages: readonly Traits[]): TraitCounts {
  const counts = new TraitCounts();
  for (const message of messages) counts.add(message);
  return counts;
}

const many = (count: number, traits: (index: number) => Traits) =>
  Array.from({ length: count }, (_, index) => traits(index));

describe("what differs", () => {
  it("names the value that the group has and the others have not", () => {
    const group = many(10, (index) => ({ tenant: "saessak", hour: String(index % 4) }));
    const others = many(200, (index) => ({ tenant: "hakwonplus", hour: String(index % 4) }));
    assert.deepEqual(differencesOf(counted(group), counted([...group, ...others])), [
      { field: "tenant", value: "saessak", inGroup: 1, elsewhere: 0 },
    ]);
  });

  it("names nothing where the group is like the others", () => {
    const traits = (index: number) => ({ tenant: index % 2 ? "a" : "b", hour: String(index % 7), type: "SMS" });
    const group = many(300, traits);
    assert.deepEqual(differencesOf(counted(group), counted([...group, ...many(1_700, traits)])), []);
  });

  it("names nothing where too few messages support it", () => {
    const group = many(4, () => ({ tenant: "saessak" }));
    assert.deepEqual(differencesOf(counted(group), counted([...group, ...many(100, () => ({ tenant: "other" }))])), []);
  });

  it("names three at most, the strongest first", () => {
    const group = many(50, (index) => ({ a: "1", b: "1", c: index < 44 ? "1" : "0", d: "1" }));
    const others = many(500, (index) => ({ a: "0", b: index < 50 ? "1" : "0", c: "0", d: index < 25 ? "1" : "0" }));
    const found = differencesOf(counted(group), counted([...group, ...others]));
    assert.deepEqual(
      found.map(({ field }) => field),
      ["a", "d", "b"],
    );
  });

  it("counts chance as Fisher's exact test does", () => {
    assert.ok(Math.abs(chanceOf(3, 4, 1, 4) - 17 / 70) < 1e-12); // the lady tasting tea
  });
});
