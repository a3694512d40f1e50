// What VS Code's extension host runs: mocha over one suite, a folder next to this file.
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import Mocha from "mocha";

/** What a test that hangs takes: a machine that runs four windows at once is slow. */
const testTimeoutMs = 180_000;

/** Rejects when a test fails, and when there is none: mocha itself passes on nothing. */
export async function run(): Promise<void> {
  const suite = process.env["EXTENSION_TEST_SUITE"] ?? "";
  const folder = path.join(__dirname, suite);
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js"));
  const mocha = new Mocha({ timeout: testTimeoutMs, color: false, forbidOnly: true });
  for (const file of files.sort()) mocha.addFile(path.join(folder, file));
  const { failures, tests } = await new Promise<{ failures: number; tests: number }>((resolve) => {
    const runner = mocha.run((failures) => resolve({ failures, tests: runner.stats?.tests ?? 0 }));
  });
  if (failures > 0) throw new Error(`${failures} of ${tests} extension tests failed`);
  if (tests === 0) throw new Error(`No extension test found in ${folder}`);
}
