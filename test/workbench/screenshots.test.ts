import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { takeScreenshots } from "../host/screenshots.ts";
import type { Scene } from "../host/screenshots.ts";

const scene: Scene = {
  name: "tree",
  prepare: async (workbench) => {
    await workbench.openViewContainer("Probe");
    await workbench.treeItem("Item 3").waitFor();
  },
};

describe("screenshots", function () {
  this.timeout(120_000);
  before(ensureInstalled);

  it("take each scene in a dark and a light theme, at twice the size", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "screenshots-test-"));
    try {
      const probe = path.join(projectRoot, "test/host/probe");
      const host = { target: folder, extensionDevelopmentPaths: [probe], viewport: { width: 800, height: 600 } };
      const files = await takeScreenshots({ scenes: [scene], outputFolder: folder, host });
      assert.deepEqual(
        files.map((file) => path.basename(file)),
        ["tree-dark.png", "tree-light.png"],
      );
      const [dark, light] = files.map((file) => fs.readFileSync(file));
      assert.equal(dark?.readUInt32BE(16), 1600);
      assert.notDeepEqual(dark, light);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
