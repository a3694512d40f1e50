import assert from "node:assert/strict";
import * as vscode from "vscode";
import manifest from "../../../package.json";

describe("activation", () => {
  const find = () => {
    const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
    assert.ok(extension, "VS Code does not know the extension");
    return extension;
  };

  it("waits for use: a fresh window has not activated us", () => {
    assert.equal(find().isActive, false);
  });

  it("succeeds when asked for", async () => {
    await find().activate();
    assert.equal(find().isActive, true);
  });
});
