import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { parseEnv } from "node:util";
import { variableText } from "../../../src/cli/program/variableText";

describe("variables as text", () => {
  const hostile = { A: `it's "$(touch x)" \`id\` \\`, B: "two words # no comment", C: "http://127.0.0.1:1/" };

  it("gives a shell the values as they are, and runs nothing in them", () => {
    const values = { ...hostile, D: "line 1\nexport E=1" };
    const script = `${variableText(values, "shell", "linux")}\nprintf '%s\\0' "$A" "$B" "$C" "$D" "\${E-unset}"`;
    const read = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
    assert.deepEqual(read, [...Object.values(values), "unset"]);
  });

  it("doubles every quote that ends a text in PowerShell", () =>
    assert.equal(variableText({ A: "it's \u2019$x" }, "shell", "win32"), "$env:A = 'it''s \u2019\u2019$x'"));

  it("keeps each variable of a .env file on its line, with no value filled in", () => {
    const { B, C } = hostile;
    assert.deepEqual({ ...parseEnv(variableText({ B, C, D: "$HOME" }, "dotenv")) }, { B, C, D: "$HOME" });
    assert.equal(variableText({ A: `it's\n"$X"` }, "dotenv"), String.raw`A="it's\n\"\$X\""`);
  });

  it("is the env of a launch configuration", () =>
    assert.deepEqual(JSON.parse(variableText(hostile, "vscode")), { env: hostile }));
});
