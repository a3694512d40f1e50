// npm test [-- check|unit|integration|extension|workbench …]: sets up, checks the sources, and runs the tests.
// npm test -- install: sets up alone, what the tests of VS Code need excepted.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runJobs } from "./jobs.mjs";
import { installPackages, must, productNode, root, run } from "./setup.mjs";

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const wants = (suite) => wanted.length === 0 || wanted.includes(suite);
const node = productNode();
const bin = (name) => path.join(root, "node_modules", name);

/**
 * Folders of test/integration that share a mocha, the longest first. What uses Docker is together: its engine is started
 * once, and where it is the machine's own, containers of one name do not meet in it. Those not named share another mocha.
 */
const integrationGroups = [["docker", "realEnvironment", "django"], ["faults"], ["stack", "cli"], ["views"]];

/** First those that need no build, then those that take longest. */
const jobs = () => [
  ...(wants("check") ? checkJobs() : []),
  ...(wants("integration") ? integrationJobs() : []),
  // Property tests take seconds where others use the machine too.
  ...(wants("unit") ? [mochaJob("unit", ["out/test/unit/**/*.test.js"], { timeoutMs: 60_000 })] : []),
  ...(wants("extension") ? extensionJobs() : []),
  ...(wants("workbench") ? workbenchJobs() : []),
  // Long, and only when asked for: npm run test:torture.
  ...(wanted.includes("torture")
    ? [mochaJob("torture", ["out/test/torture/**/*.test.js"], { timeoutMs: 600_000 })]
    : []),
];

function checkJobs() {
  const check = (name, ...args) => ({ name, command: node, args });
  return [
    check("eslint", bin("eslint/bin/eslint.js"), "--max-warnings=0", "."),
    check("tsc", bin("typescript-native/bin/tsc"), "--noEmit", "-p", "."),
    check("prettier", bin("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."),
  ];
}

function integrationJobs() {
  const folders = namesIn("test/integration", (entry) => entry.isDirectory());
  const named = integrationGroups.flat();
  const others = folders.filter((folder) => !named.includes(folder));
  return [...integrationGroups, others].map((group) => {
    const files = group.map((folder) => `out/test/integration/${folder}/**/*.test.js`);
    return mochaJob(`integration: ${group.join(", ")}`, files, { timeoutMs: 180_000 });
  });
}

/** Each suite in a VS Code of its own. */
function extensionJobs() {
  const suites = namesIn("test/extension", (entry) => entry.isDirectory());
  return suites.map((suite) => ({
    name: `extension: ${suite}`,
    command: node,
    args: ["test/host/runExtensionTests.ts", suite],
    ready: Promise.all([built, hostInstalled]),
  }));
}

/** Driven in a browser: the workbench as people see it, and the packaged extension. Node runs these as they are. */
function workbenchJobs() {
  const files = namesIn("test/workbench", (entry) => entry.name.endsWith(".test.ts"));
  return files.map((file) => ({
    ...mochaJob(
      `workbench: ${path.basename(file, ".test.ts")}`,
      ["--require=./test/host/failedWindow.ts", `test/workbench/${file}`],
      { timeoutMs: 120_000 },
    ),
    ready: Promise.all([built, hostInstalled]),
  }));
}

function mochaJob(name, files, { timeoutMs }) {
  const options = ["--require=./scripts/endBySignal.mjs", "--forbid-only", "--fail-zero", `--timeout=${timeoutMs}`];
  const args = ["--enable-source-maps", bin("mocha/bin/mocha.js"), ...options, ...files];
  return { name, command: node, args, ready: built };
}

const namesIn = (folder, isWanted) =>
  fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(isWanted)
    .map(({ name }) => name);

// Downloads most of the time, and is needed by the last jobs alone. Where it fails, they say so.
const wantsHost = ["extension", "workbench"].some(wants) && process.platform === "linux";
const hostInstalled = wantsHost ? run(process.execPath, ["test/host/install.mjs"]) : undefined;
await installPackages();
if (wanted.includes("install")) process.exit(0);
fs.rmSync(path.join(root, "out"), { recursive: true, force: true });
// For release: what is tested is what is shipped.
const built = must(node, ["esbuild.js", "--production", "--tests"]);
// Half of the jobs wait half of their time: for VS Code, for a container, for a message's next attempt.
const failed = await runJobs(jobs(), os.availableParallelism() + 2);
if (failed.length > 0) {
  process.stderr.write(`\nFailed: ${failed.join("; ")}\n`);
  process.exit(1);
}
