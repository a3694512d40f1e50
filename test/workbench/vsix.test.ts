import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { packageVsix } from "../host/vsix.ts";

// That the extension's own is packaged, installed and works: packaged.test.ts.
describe("an extension without a manifest", () => {
  it("is not packaged, with what the packager said", () => {
    const empty = fs.mkdtempSync(path.join(os.tmpdir(), "vsix-test-"));
    try {
      assert.throws(() => packageVsix(empty, empty), /package\.json/i);
    } finally {
      fs.rmSync(empty, { recursive: true });
    }
  });
});
