import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { ensureInstalled, projectRoot, standInExecutable } from "../host/installation.ts";

const probe = path.join(projectRoot, "test/host/probe");

// That it passes when run() finishes: test/extension.
describe("the stand-in for the code executable", function () {
  this.timeout(90_000);
  before(ensureInstalled);

  it("fails when run() rejects", async () => {
    const { code, output } = await runProbe("failing");
    assert.equal(code, 1, output);
    assert.match(output, /1 of 1 tests failed/);
  });

  it("fails when the extension host dies, which the workbench calls a success", async () => {
    const { code, output } = await runProbe("dying");
    assert.equal(code, 96, output);
    assert.match(output, /The extension host ended before the tests did \(run\(\) started\)\..*SIGKILL/);
  });

  it("fails when the run hangs", async () => {
    const { code, output } = await runProbe("hanging", { VSCODE_HOST_TIMEOUT_MS: "15000" });
    assert.equal(code, 98, output);
    assert.match(output, /did not end within 15000 ms/);
  });
});

async function runProbe(tests: string, env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  const testsPath = path.join(probe, `tests/${tests}.cjs`);
  const args = [`--extensionDevelopmentPath=${probe}`, `--extensionTestsPath=${testsPath}`, probe];
  const child = spawn(standInExecutable, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: code as number, output: stdout + stderr };
}
