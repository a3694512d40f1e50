// npm test [-- check|unit|integration|reliability|extension|workbench|torture …]: sets up, checks the sources, and runs
// the tests; without a name all but the last. reliability: short versions of the torture. integration/FOLDER: one folder
// of that suite; torture/PART: one file, such as torture/killPoints.
// npm test -- install: only installs the packages.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runJobs } from "./jobs.mjs";
import { installPackages, must, packagedNode, productNode, root, run } from "./setup.mjs";
import { installSystemPackages } from "./systemPackages.mjs";

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const suites = ["check", "unit", "integration", "reliability", "extension", "workbench", "torture"];
const wantedSuites = wanted.length === 0 ? suites.slice(0, -1) : wanted.map((name) => name.split("/")[0]);
const wants = (suite) => wantedSuites.includes(suite);
const unknown = wanted.filter((name) => ![...suites, "install"].includes(name.split("/")[0]));
if (unknown.length > 0) {
  process.stderr.write(`No such suite: ${unknown.join(", ")}. There are: ${suites.join(", ")}.\n`);
  process.exit(64);
}
const node = productNode();
const bin = (name) => path.join(root, "node_modules", name);

/**
 * Folders of test/integration that share one mocha, the longest first. Those that use Docker are together: its engine
 * starts once, and containers of one name do not collide on the machine's own engine. The remaining folders share
 * another mocha.
 */
const integrationGroups = [
  ["docker", "realEnvironment", "django"],
  ["faults"],
  ["cli"],
  ["programs", "inquiry", "scenario", "agents"],
  ["stack"],
  ["views"],
];

/** All unit tests run in UTC; those that read or show times also east and west of it, with half hours and daylight saving. */
const timeZones = ["Asia/Seoul", "America/New_York", "Asia/Kolkata"];
const timedTests = [
  "diagnosis/{rules,pasted}/*",
  "diagnosis/logs/*",
  "{logs,targets,views,webviews,worker,trace}/**/*",
];

/** Jobs that need no build come first, then the longest ones, with few windows at the same time. */
const jobs = () => [
  ...(wants("check") ? checkJobs() : []),
  ...(wants("integration") ? integrationJobs() : []),
  ...(wants("reliability") ? [reliabilityJob()] : []),
  // Property tests take seconds if others use the machine too.
  ...(wants("unit") ? [unitJob()] : []),
  ...(wants("extension") ? extensionJobs() : []),
  ...(wants("unit") ? zoneJobs() : []),
  ...(wants("workbench") && wantsHost ? workbenchJobs() : []),
  // Run only on request: npm run test:torture. An hour on an idle machine, several beside others.
  ...(wants("torture")
    ? [{ ...mochaJob("torture", tortureFiles(), { timeoutMs: 600_000 }), limitMs: 6 * 3_600_000 }]
    : []),
];

/** The parts that were named, or all of them: a long run can be taken up again where it ended. */
function tortureFiles() {
  const parts = wanted.flatMap((name) => (name.startsWith("torture/") ? [name.slice("torture/".length)] : []));
  return parts.length === 0 ? ["out/test/torture/*.test.js"] : parts.map((part) => `out/test/torture/${part}.test.js`);
}

/** A sample of the torture. */
function reliabilityJob() {
  const job = mochaJob("reliability", ["out/test/torture/*.test.js"], { timeoutMs: 120_000 });
  return { ...job, env: { TORTURE: "short" }, ready: Promise.all([built, systemReady]) };
}

function checkJobs() {
  const check = (name, ...args) => ({ name, command: node, args });
  return [
    check("eslint", bin("eslint/bin/eslint.js"), "--max-warnings=0", "."),
    check("tsc", bin("typescript-native/bin/tsc"), "--noEmit", "-p", "."),
    check("prettier", bin("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."),
  ];
}

function integrationJobs() {
  const chosen = wanted.flatMap((name) => (name.startsWith("integration/") ? [name.slice("integration/".length)] : []));
  const isChosen = (folder) => chosen.length === 0 || chosen.includes(folder);
  const folders = namesIn("test/integration", (entry) => entry.isDirectory());
  const named = integrationGroups.flat();
  const others = folders.filter((folder) => !named.includes(folder));
  const groups = [...integrationGroups, others].map((group) => group.filter(isChosen));
  return groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const files = group.map((folder) => `out/test/integration/${folder}/**/*.test.js`);
      return {
        ...mochaJob(`integration: ${group.join(", ")}`, files, { timeoutMs: 180_000 }),
        ready: Promise.all([built, systemReady]),
      };
    });
}

const unitJob = () => ({
  ...mochaJob("unit", ["out/test/unit/**/*.test.js"], { timeoutMs: 60_000 }),
  env: { TZ: "UTC" },
});

function zoneJobs() {
  const files = timedTests.map((files) => `out/test/unit/${files}.test.js`);
  return timeZones.map((TZ) => ({ ...mochaJob(`unit: ${TZ}`, files, { timeoutMs: 60_000 }), env: { TZ } }));
}

/** Each suite runs in its own VS Code: the newest and, on Linux, where both are available, the oldest supported one. */
function extensionJobs() {
  const folders = namesIn("test/extension", (entry) => entry.isDirectory()).toReversed(); // the longest first
  const releases = process.platform === "linux" ? ["newest", "oldest"] : ["newest"];
  return folders.flatMap((suite) =>
    releases.map((release) => ({
      name: `extension: ${suite} (${release} VS Code)`,
      command: packagedNode,
      args: ["test/host/runExtensionTests.ts", suite],
      env: { VSCODE_RELEASE: release },
      ready: Promise.all([built, hostInstalled]),
    })),
  );
}

/** Driven in a browser: the workbench as people see it, and the packaged extension. Node runs these files directly. */
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

await installPackages();
if (wanted.includes("install")) process.exit(0);
const systemReady = installSystemPackages(wantedSuites);
// Mostly downloads, and only the last jobs need it. If it fails, they report it.
const wantsHost = ["extension", "workbench"].some(wants) && process.platform === "linux";
const hostInstalled = wantsHost ? systemReady.then(installHosts) : undefined;
// Figures of the torture stay: it may be run part by part.
fs.rmSync(path.join(root, "out", "test"), { recursive: true, force: true });
// Builds for release, so that the tests run what is shipped.
const built = must(node, ["esbuild.js", "--production", "--tests"]);
// Half of the jobs wait half of their time: for VS Code, for a container, for a message's next attempt.
const { failed, passed, failures, skipped, reasons } = await runJobs(jobs(), os.availableParallelism() + 2);
process.stdout.write(`\n${passed} passed, ${failures} failed, ${skipped} skipped\n`);
const leftOut = [
  ...reasons,
  ...(wants("workbench") && !wantsHost ? ["workbench: its web host runs on Linux only"] : []),
];
if (leftOut.length > 0) process.stdout.write(`Left out: ${leftOut.join("; ")}\n`);
if (failed.length > 0) {
  // Once more at the end: who reads the last page of a long output sees what failed.
  for (const { name, why } of failed) process.stderr.write(`\n──── failed: ${name}\n${why}\n`);
  process.stderr.write(`Failed: ${failed.map(({ name }) => name).join("; ")}\n`);
  process.exit(1);
}

async function installHosts() {
  for (const release of [[], ["--oldest"]]) await run(process.execPath, ["test/host/install.mjs", ...release]);
}
