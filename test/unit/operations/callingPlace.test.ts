import assert from "node:assert/strict";
import path from "node:path";
import { callingPlace } from "../../../src/operations/debugging/callingPlace";
import type { HoldPoint } from "../../../src/runtime/holds/holdPoint";

describe("the line of one's own worker at which a message is held", () => {
  const programs = path.resolve("test/fixtures/programs");
  const lineAt = async (point: HoldPoint, participant = "Node AWS SDK") => {
    const place = await callingPlace(programs, { point, participant });
    return place && [path.basename(place.file), place.line];
  };

  it("is the call that receives, sends or deletes", async () => {
    assert.deepEqual(await lineAt("received"), ["worker.mjs", 12]);
    assert.deepEqual(await lineAt("provider-call"), ["worker.mjs", 17]);
    assert.deepEqual(await lineAt("provider-answer"), ["worker.mjs", 17]);
    assert.deepEqual(await lineAt("delete"), ["worker.mjs", 18]);
  });

  it("is unknown at a point without a call of its own, and in a folder without a worker", async () => {
    assert.equal(await lineAt("row"), undefined);
    const held = { point: "received", participant: "Node AWS SDK" } as const;
    assert.equal(await callingPlace(path.resolve("test/fixtures/nowhere"), held), undefined);
    assert.equal(await lineAt("received", "worker"), undefined, "the stack's own worker is not the folder's");
  });
});
