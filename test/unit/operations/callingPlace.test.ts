import assert from "node:assert/strict";
import path from "node:path";
import { callingPlaces } from "../../../src/operations/debugging/callingPlace";
import type { HoldPoint } from "../../../src/runtime/holds/holdPoint";

describe("the line of one's own worker at which a message is held", () => {
  const programs = path.resolve("test/fixtures/programs");
  const lineAt = async (point: HoldPoint, participant = "Node AWS SDK") => {
    const [place] = await callingPlaces(programs, { point, participant });
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
    assert.deepEqual(await callingPlaces(path.resolve("test/fixtures/nowhere"), held), []);
    assert.deepEqual(await callingPlaces(undefined, held), []);
    assert.equal(await lineAt("received", "worker"), undefined, "the stack's own worker is not the folder's");
  });

  it("is what its program reports, as far as the files are here", async () => {
    const own = { file: path.join(programs, "worker.py"), line: 3, name: "send" };
    const frames = [own, { file: "/srv/app/worker.py", line: 1, name: "in a container" }];
    const held = { point: "received", participant: "Python boto3" } as const;
    assert.deepEqual(await callingPlaces(programs, { ...held, frames }), [own]);
    const [found] = await callingPlaces(programs, { ...held, frames: frames.slice(1) });
    assert.equal(found?.line, 12, "the line of the folder's worker");
  });
});
