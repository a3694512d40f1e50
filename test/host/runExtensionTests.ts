// Runs test/extension in a real VS Code: node test/host/runExtensionTests.ts [suite …]
// Each folder below out/test/extension is a suite and gets a VS Code of its own, with an empty folder open:
// `fresh` begins in a window in which nothing was done yet, `used` takes a window as it finds it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { runTests } from "@vscode/test-electron";
import { chooseVscode } from "./chooseVscode.ts";
import type { ChosenVscode } from "./chooseVscode.ts";
import { projectRoot } from "./installation.ts";
import { exitCodes } from "./testProof.ts";

/** A suite that takes longer hangs. The stand-in has the same limit and can say more, so it comes first. */
const suiteTimeoutMs = 600_000;
const graceMs = 15_000;

const built = path.join(projectRoot, "out/test/extension");

async function main(): Promise<void> {
  const suites = listSuites(process.argv.slice(2));
  const vscode = await chooseVscode();
  for (const suite of suites) await runSuite(vscode, suite);
}

function listSuites(wanted: string[]): string[] {
  const folders = fs.readdirSync(built, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const all = folders.map((entry) => entry.name).sort();
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`No such suite: ${unknown.join(", ")}. There are: ${all.join(", ")}`);
  if (all.length === 0) throw new Error(`No suite in ${built}: build the tests first.`);
  return wanted.length > 0 ? wanted : all;
}

async function runSuite(vscode: ChosenVscode, suite: string): Promise<void> {
  // Short, because VS Code puts sockets into it and their paths are limited to about 100 characters.
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "vsc-"));
  const folder = path.join(temporary, "workspace");
  fs.mkdirSync(folder);
  const hung = setTimeout(() => {
    process.stderr.write(`The suite ${suite} did not end within ${suiteTimeoutMs + graceMs} ms.\n`);
    process.exit(exitCodes.timedOut);
  }, suiteTimeoutMs + graceMs);
  try {
    await runTests({
      vscodeExecutablePath: vscode.executable,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: path.join(built, "index.js"),
      extensionTestsEnv: { EXTENSION_TEST_SUITE: suite, VSCODE_HOST_TIMEOUT_MS: String(suiteTimeoutMs) },
      launchArgs: [
        folder,
        `--user-data-dir=${path.join(temporary, "user")}`,
        `--extensions-dir=${path.join(temporary, "extensions")}`,
      ],
    });
  } finally {
    clearTimeout(hung);
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
