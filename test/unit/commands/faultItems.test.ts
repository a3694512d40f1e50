import assert from "node:assert/strict";
import { faultItems } from "../../../src/commands/stack/faultItems";
import { faults } from "../../../src/runtime/faults/faultLab";

describe("the pick of a fault", () => {
  it("lists an id before those that contain it (provider.undelivered injected provider.alimtalk-undelivered)", () => {
    const ids = faultItems(faults.map(({ id, layer }) => ({ id, layer, title: "", active: false }))).map(
      ({ id }) => id,
    );
    assert.equal(ids.length, faults.length);
    for (const id of ids) {
      // VS Code keeps this order among the rows whose description contains what was typed.
      assert.equal(
        ids.find((each) => each.includes(id)),
        id,
      );
    }
  });
});
