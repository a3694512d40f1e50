import assert from "node:assert/strict";
import fs from "node:fs";
import { languageModelTools } from "../../../scripts/languageModelTools";

interface Declared {
  contributes: { languageModelTools: object[] };
}

describe("tools for agents in package.json", () => {
  it("are those of the code (UPDATE=1 writes them)", () => {
    const manifest = JSON.parse(fs.readFileSync("package.json", "utf8")) as Declared;
    const tools = languageModelTools();
    assert.equal(tools.length, 8);
    if (process.env["UPDATE"]) {
      manifest.contributes.languageModelTools = tools;
      fs.writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
    }
    assert.deepEqual(manifest.contributes.languageModelTools, tools);
  });
});
