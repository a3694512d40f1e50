// Proof that a test run really finished: the web workbench reports an extension host that died as exit code 0.
import fs from "node:fs";
import path from "node:path";

/** Exit codes of the stand-in `code`, besides VS Code's own 0 and 1. */
export const exitCodes = { hostDied: 96, pageCrashed: 97, timedOut: 98, standInFailed: 99 } as const;

/** Where a run stands: `never ran` → started → passed | failed. */
export type ProofState = "never ran" | "started" | "passed" | "failed";

/**
 * Writes the module that VS Code gets as extensionTestsPath: it runs the real one and leaves proof in a file.
 * @returns the module's path, and a reader of the proof.
 */
export function writeProvingTests(folder: string, testsPath: string): { module: string; readState: () => ProofState } {
  const proof = path.join(folder, "proof.json");
  const module = path.join(folder, "run-tests.cjs");
  fs.writeFileSync(module, provingModule(path.resolve(testsPath), proof));
  const readState = (): ProofState => {
    if (!fs.existsSync(proof)) return "never ran";
    const { state } = JSON.parse(fs.readFileSync(proof, "utf8")) as { state: ProofState };
    return state;
  };
  return { module, readState };
}

const provingModule = (testsPath: string, proof: string) => `"use strict";
const fs = require("node:fs");
const leave = (state) => fs.writeFileSync(${JSON.stringify(proof)}, JSON.stringify({ state }));
exports.run = async () => {
  leave("started");
  try {
    const { run } = require(${JSON.stringify(testsPath)});
    if (typeof run !== "function") throw new Error(${JSON.stringify(`${testsPath} exports no run()`)});
    await run();
  } catch (error) {
    leave("failed");
    throw error;
  }
  leave("passed");
};
`;
