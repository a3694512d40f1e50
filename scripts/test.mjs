// npm test [-- check|unit|integration|extension|workbench …]: sets up, checks the sources, and runs the tests.
import fs from "node:fs";
import path from "node:path";
import { installPackages, must, productNode, root, run } from "./setup.mjs";

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const wants = (suite) => wanted.length === 0 || wanted.includes(suite);
const node = productNode();
const bin = (name) => path.join(root, "node_modules", name);

await installPackages();
if (wants("check")) {
  await Promise.all([
    must(node, [bin("typescript/bin/tsc"), "--noEmit", "-p", "."]),
    must(node, [bin("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."]),
  ]);
  await must(node, [bin("eslint/bin/eslint.js"), "--max-warnings=0", "."]);
}
fs.rmSync(path.join(root, "out"), { recursive: true, force: true });
await must(node, ["esbuild.js", "--tests"]);
const mocha = (files, ...options) => [
  node,
  [
    "--enable-source-maps",
    bin("mocha/bin/mocha.js"),
    "--forbid-only",
    "--fail-zero",
    ...options,
    `out/test/${files}/**/*.test.js`,
  ],
];
// Property tests take seconds where others use the machine too.
if (wants("unit")) await must(...mocha("unit", "--timeout=20000"));
if (wants("integration")) {
  // The faults wait most of the time, the other tests work: side by side they take half as long.
  const codes = await Promise.all([
    run(...mocha("integration", "--timeout=60000", "--ignore=out/test/integration/faults/**")),
    run(...mocha("integration/faults", "--timeout=60000"), { later: true }),
  ]);
  if (codes.some((code) => code !== 0)) process.exit(1);
}
// Long, and only when asked for: npm run test:torture.
if (wanted.includes("torture")) await must(...mocha("torture", "--timeout=600000"));
if (wants("extension") || wants("workbench")) await must(node, ["esbuild.js", "--production"]);
if (wants("extension")) await must(node, ["test/host/runExtensionTests.ts"]);
// Driven in a browser: the workbench as people see it, and the packaged extension. Node runs these as they are.
if (wants("workbench")) {
  const options = ["--forbid-only", "--fail-zero", "--timeout=120000"];
  await must(node, [bin("mocha/bin/mocha.js"), ...options, "test/workbench/**/*.test.ts"]);
}
