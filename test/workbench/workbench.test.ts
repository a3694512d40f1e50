import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { Workbench } from "../host/workbench.ts";

const probe = path.join(projectRoot, "test/host/probe");

describe("the workbench driver", function () {
  this.timeout(90_000);
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    ensureInstalled();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "workbench-test-"));
    workbench = await Workbench.launch({ target: folder, extensionDevelopmentPaths: [probe], locale: "ko" });
    await workbench.openViewContainer("Probe");
    await workbench.treeItem("Item 3").waitFor();
  });

  after(async () => {
    await workbench.close();
    fs.rmSync(folder, { recursive: true });
  });

  it("reads a tree as text", async () => {
    const expected = ["Group three items", "  Item 1 plain", "  Item 2 plain", "  Item 3 plain"].join("\n");
    assert.equal(await workbench.treeText("Probe Items"), expected);
  });

  it("clicks an inline action", async () => {
    await workbench.clickInlineAction("Item 2", "Mark");
    await workbench.treeItem("Item 2 marked").waitFor();
  });

  it("reads a toast and clicks its button, in the locale asked for", async () => {
    await workbench.runCommand("Probe: 인사");
    const toast = await workbench.notification("안녕하세요");
    assert.deepEqual(toast.buttons, ["Wave", "Ignore"]);
    await toast.click("Wave");
    await workbench.statusBarItem("answer: Wave").waitFor();
  });

  it("answers a quick pick and an input box", async () => {
    await workbench.runCommand("Probe: Ask");
    assert.deepEqual((await workbench.quickInput("Which color?")).items, ["red", "green"]);
    await workbench.pick("green");
    const input = await workbench.quickInput("What is its name?");
    assert.equal(input.title, "Name");
    await workbench.enter("leaf");
    await workbench.statusBarItem("green leaf").waitFor();
  });

  it("reads a webview", async () => {
    await workbench.runCommand("Probe: Open Page");
    await workbench.webview.getByText("Page of the probe").waitFor();
    await workbench.editorTab("Probe Page").waitFor();
  });

  it("takes a picture", async () => {
    const file = path.join(folder, "picture.png");
    await workbench.screenshot(file);
    assert.ok(fs.statSync(file).size > 10_000);
  });
});
