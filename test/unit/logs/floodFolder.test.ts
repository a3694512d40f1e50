import assert from "node:assert/strict";
import { FloodFolder, shapeOf } from "../../../src/logs/floodFolder";

describe("the folding of floods", () => {
  it("shows the first lines of a kind, then counts", () => {
    const folder = new FloodFolder();
    const taken = Array.from({ length: 205 }, (_, index) =>
      folder.take("poll-failed", "error", `line ${index}`, index * 10),
    );
    assert.equal(taken.filter(({ show }) => show).length, 5);
    assert.deepEqual(
      taken.flatMap(({ fold }) => (fold ? [[fold.count, fold.text]] : [])),
      [
        [10, "line 14"],
        [100, "line 104"],
      ],
    );
    assert.deepEqual(
      folder.ended(2_040 + 10_000).map(({ count }) => count),
      [200],
      "its end is told once",
    );
    assert.deepEqual(folder.ended(30_000), []);
  });

  it("shows every line of a kind that comes now and then", () => {
    const folder = new FloodFolder();
    const shown = Array.from(
      { length: 100 },
      (_, index) => folder.take("poll-failed", "error", "x", index * 5_000).show,
    );
    assert.ok(shown.every(Boolean));
    assert.equal(folder.nextEnd, undefined);
  });

  it("keeps kinds apart, and lets more infos through than errors", () => {
    const folder = new FloodFolder();
    const infos = Array.from({ length: 60 }, () => folder.take("sent", "info", "x", 0).show);
    assert.equal(infos.filter(Boolean).length, 50);
    assert.ok(folder.take("other", "error", "x", 0).show);
  });

  it("shows a kind again after its flood has passed", () => {
    const folder = new FloodFolder();
    for (let index = 0; index < 20; index++) folder.take("poll-failed", "error", "x", index);
    folder.ended(60_000);
    assert.ok(folder.take("poll-failed", "error", "x", 60_000).show);
  });

  it("takes lines that differ in numbers and ids for one kind", () => {
    assert.equal(shapeOf("job 17 of 5fea7756 failed"), shapeOf("job 9 of a703a558 failed"));
    assert.notEqual(shapeOf("job 17 failed"), shapeOf("job 17 done"));
  });
});
