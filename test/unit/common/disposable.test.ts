import assert from "node:assert/strict";
import { DisposableStack } from "../../../src/common/disposable";

describe("Disposing what is owned", () => {
  it("goes on after a failure, and throws it at the end (what came after was never closed)", async () => {
    const closed: string[] = [];
    const owned = new DisposableStack();
    owned.push({ dispose: () => void closed.push("store") });
    owned.push({ dispose: () => Promise.reject(new Error("port is stuck")) });
    owned.push({ dispose: () => void closed.push("worker") });
    await assert.rejects(owned.dispose(), { message: "port is stuck" });
    assert.deepEqual(closed, ["worker", "store"]);
  });
});
