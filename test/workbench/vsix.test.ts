import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, projectRoot } from "../host/installation.ts";
import { installVsix, listVsix, packageVsix } from "../host/vsix.ts";
import { Workbench } from "../host/workbench.ts";

const probe = path.join(projectRoot, "test/host/probe");

describe("a packaged extension", function () {
  this.timeout(90_000);
  let temporary: string;

  before(() => {
    ensureInstalled();
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "vsix-test-"));
  });

  after(() => fs.rmSync(temporary, { recursive: true }));

  it("is packaged, installed and works without its sources", async () => {
    const vsix = packageVsix(temporary, probe);
    const main = listVsix(vsix).find((entry) => entry.name === "extension/extension.cjs");
    assert.equal(main?.sizeBytes, fs.statSync(path.join(probe, "extension.cjs")).size);

    const extensionsDir = path.join(temporary, "extensions");
    installVsix(vsix, extensionsDir);
    const workbench = await Workbench.launch({ target: temporary, extensionsDir });
    try {
      await workbench.openViewContainer("Probe");
      await workbench.treeItem("Item 1 plain").waitFor();
    } finally {
      await workbench.close();
    }
  });

  it("fails with what the packager said", () => {
    assert.throws(() => packageVsix(temporary, temporary), /package\.json/i);
  });
});
