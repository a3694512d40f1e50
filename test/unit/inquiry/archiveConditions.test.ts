import assert from "node:assert/strict";
import { conditionsOf } from "../../../src/runtime/archive/archiveRow";

describe("the conditions of a look into the archive", () => {
  it("have one unnumbered parameter a value (Node 22: column index out of range)", () => {
    const query = { from: 1, until: 2, tenant: "hakwonplus", student: 7, to: "5678", id: "t1", limit: 10 };
    const { where, values } = conditionsOf(query, [{ tenant: "hakwonplus", student: 7 }]);
    assert.equal(where.match(/\?/g)?.length, values.length);
    assert.doesNotMatch(where, /\?\d/);
    assert.deepEqual(values, [1, 2, "hakwonplus", 7, "5678", "5678", '[["hakwonplus",7]]', "t1", "t1", "t1"]);
  });
});
