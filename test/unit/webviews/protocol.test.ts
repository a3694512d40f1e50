import assert from "node:assert/strict";
import { isFromPhonePage, isFromTracePage } from "../../../src/webviews/protocol";

describe("what a page may say", () => {
  it("is taken in the shapes of the protocol", () => {
    assert.ok(isFromTracePage({ kind: "ready" }));
    assert.ok(isFromTracePage({ kind: "act", id: "step:3" }));
    assert.ok(isFromPhonePage({ kind: "draft", text: "안녕", subject: "" }));
    assert.ok(isFromPhonePage({ kind: "select", messageId: "M4V1" }));
  });

  it("is dropped in any other", () => {
    for (const message of [
      undefined,
      null,
      "ready",
      7,
      {},
      { kind: "act" },
      { kind: "act", id: 3 },
      { kind: "run", id: "x" },
    ]) {
      assert.ok(!isFromTracePage(message), JSON.stringify(message));
    }
    for (const message of [
      null,
      { kind: "select", index: 1 },
      { kind: "draft", text: 1, subject: "" },
      { kind: "select", messageId: 1 },
    ]) {
      assert.ok(!isFromPhonePage(message), JSON.stringify(message));
    }
  });
});
