import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "../../../src/common/logger";
import { readStackAddress } from "../../../src/runtime/control/stackAddress";
import { forkStack } from "../../../src/runtime/control/stackLauncher";
import { openStackKeys } from "../../../src/runtime/stack/stateFolder/stackKeyFile";
import { lockStack } from "../../../src/runtime/stack/stateFolder/stackLock";

describe("a folder in place of a file of the state folder", () => {
  let stateDir: string;
  let distDir: string;
  beforeEach(() => {
    stateDir = fs.mkdtempSync(path.join(os.tmpdir(), "messaging-folders-"));
    distDir = path.join(stateDir, "dist");
    fs.mkdirSync(distDir);
    fs.writeFileSync(path.join(distDir, "stack.js"), "");
  });
  afterEach(() => fs.rmSync(stateDir, { recursive: true }));

  const openers: [string, () => unknown][] = [
    ["keys.json", () => openStackKeys(stateDir, silentLogger)],
    ["stack.lock", () => lockStack(stateDir, silentLogger)],
    ["stack.json", () => readStackAddress(stateDir)],
    ["stack.log", () => forkStack(distDir, { stateDir, stay: false, preferredPorts: false })],
  ];
  for (const [name, open] of openers)
    it(`is named: ${name} (the sentence said EISDIR, or that the state folder cannot be used)`, async () => {
      const file = path.join(stateDir, name);
      fs.mkdirSync(file);
      await assert.rejects(async () => open(), {
        reason: "state-folder-unusable",
        message: `The local stack cannot use its file (EISDIR): ${file}`,
        nextStep: "Move it away: the stack makes a new one.",
      });
    });
});
