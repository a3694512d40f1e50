import assert from "node:assert/strict";
import { Batcher } from "../../../src/runtime/worker/receiving/batcher";

describe("batcher", () => {
  it("sends what one turn added together, in batches of at most its size", async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number>({
      size: 10,
      concurrency: 1,
      handle: (batch) => {
        batches.push(batch);
        return Promise.resolve();
      },
    });
    for (let item = 0; item < 25; item++) batcher.add(item);
    await batcher.drained();
    assert.deepEqual(
      batches.map(({ length }) => length),
      [10, 10, 5],
    );
    assert.deepEqual(batches.flat(), [...Array(25).keys()]);
  });

  it("keeps to its concurrency", async () => {
    let underWay = 0;
    let most = 0;
    const batcher = new Batcher<number>({
      size: 1,
      concurrency: 3,
      handle: async () => {
        most = Math.max(most, ++underWay);
        await new Promise(setImmediate);
        underWay--;
      },
    });
    for (let item = 0; item < 20; item++) batcher.add(item);
    await batcher.drained();
    assert.equal(most, 3);
  });

  it("is drained at once where nothing was added", async () => {
    await new Batcher({ size: 1, concurrency: 1, handle: () => Promise.resolve() }).drained();
  });
});
