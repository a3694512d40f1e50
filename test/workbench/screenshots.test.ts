import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { takeScreenshots } from "../host/screenshots.ts";
import type { Scene } from "../host/screenshots.ts";

/** Does what scenes do, in the locale asked for. */
const scene: Scene = {
  name: "tree",
  prepare: async (workbench) => {
    await workbench.openViewContainer("Probe");
    await workbench.treeItem("Item 3").waitFor();
    const rows = ["Group three items", "  Item 1 plain", "  Item 2 plain", "  Item 3 plain"];
    assert.equal(await workbench.treeText("Probe Items"), rows.join("\n"));
    await workbench.clickInlineAction("Item 2", "Mark");
    await workbench.treeItem("Item 2 marked").waitFor();
    await workbench.runCommand("Probe: 인사");
    const toast = await workbench.notification("안녕하세요");
    assert.deepEqual(toast.buttons, ["Wave", "Ignore"]);
    await toast.click("Wave");
    await workbench.statusBarItem("answer: Wave").waitFor();
    await workbench.runCommand("Probe: Ask");
    assert.deepEqual((await workbench.quickInput("Which color?")).items, ["red", "green"]);
    await workbench.pick("green");
    assert.equal((await workbench.quickInput("What is its name?")).title, "Name");
    await workbench.enter("leaf");
    await workbench.statusBarItem("green leaf").waitFor();
  },
};

describe("screenshots", function () {
  this.timeout(120_000);
  before(ensureInstalled);

  it("take each scene in a dark and a light theme, at twice the size", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "screenshots-test-"));
    try {
      const probe = path.join(projectRoot, "test/host/probe");
      const viewport = { width: 800, height: 600 };
      const host = { target: folder, extensionDevelopmentPaths: [probe], viewport, locale: "ko" };
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
