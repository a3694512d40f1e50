// npm test [-- unit|integration|extension …]: sets up, checks the sources, and runs the tests.
import fs from "node:fs";
import path from "node:path";
import { installPackages, must, productNode, root } from "./setup.mjs";

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
const mocha = (suite, ...options) =>
  must(node, [
    "--enable-source-maps",
    bin("mocha/bin/mocha.js"),
    "--forbid-only",
    "--fail-zero",
    ...options,
    `out/test/${suite}/**/*.test.js`,
  ]);
if (wants("unit")) await mocha("unit");
if (wants("integration")) await mocha("integration", "--timeout=60000");
