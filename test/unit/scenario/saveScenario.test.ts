import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { saveScenario } from "../../../src/operations/scenario/saveScenario";
import { originalOf } from "../../fixtures/bundles";

describe("saving a scenario", () => {
  let workspace: string;
  beforeEach(async () => (workspace = await fs.mkdtemp(path.join(os.tmpdir(), "messaging-save-"))));
  afterEach(() => fs.rm(workspace, { recursive: true, force: true }));

  const save = (file?: string) =>
    saveScenario(
      originalOf("api.sender-empty"),
      { workspace, ...(file !== undefined && { file }) },
      { language: "en" },
    );

  it("names the file after the cause, and overwrites none", async () => {
    const files = [await save(), await save(), await save()].map(({ file }) => path.relative(workspace, file));
    const name = path.join(".messaging", "api.sender-empty");
    assert.deepEqual(files, [`${name}.scenario.yaml`, `${name}-2.scenario.yaml`, `${name}-3.scenario.yaml`]);
  });

  it("takes a name, with or without its end, that is free", async () => {
    const { file, text } = await save("checks/sender");
    assert.equal(file, path.join(workspace, "checks", "sender.scenario.yaml"));
    assert.equal(await fs.readFile(file, "utf8"), text);
    await assert.rejects(save("checks/sender.scenario.yaml"), { reason: "scenario-exists" });
  });

  it("says where it cannot write", async () => {
    await fs.writeFile(path.join(workspace, "checks"), "");
    await assert.rejects(save("checks/sender"), { reason: "scenario-unwritable" });
  });
});
