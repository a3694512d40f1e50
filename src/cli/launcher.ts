#!/usr/bin/env node
import { spawn } from "node:child_process";
import fs from "node:fs";
import nodeModule, { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { compiledCodeFolder } from "../runtime/control/compiledCode";
import { STARTED_SCRIPT } from "./commandLine";
import { PARENT_PIPE } from "./parentPipe";

/**
 * `dist/cli.js`, the command `messaging`. The product needs a Node with `node:sqlite` (22.13). On an older Node, this
 * hands over to the package `node`, if it is installed beside the product or among its development dependencies.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const main = path.join(__dirname, "cli-main.js");

if (major > 22 || (major === 22 && minor >= 13)) {
  const compiled = compiledCodeFolder(process.env);
  if (compiled !== undefined) nodeModule.enableCompileCache(compiled);
  createRequire(__filename)(main);
} else {
  const installed = packagedNode();
  if (installed) handOver(installed);
  else {
    fail(
      "node-too-old",
      `Node ${process.versions.node} is too old: 22.13 or newer is needed.`,
      "Use a newer Node, or install one here: npm install node@24",
    );
  }
}

/** The executable of the package `node`, found from this file by Node's own package lookup. */
function packagedNode(): string | undefined {
  try {
    const manifest = createRequire(__filename).resolve("node/package.json");
    const executable = path.join(path.dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return fs.existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
}

/** The new process notices through the pipe when this one ends, however it ends, and ends too. */
function handOver(node: string): void {
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...process.env, [PARENT_PIPE]: "3", [STARTED_SCRIPT]: process.argv[1] },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // A terminal sends its interrupt to both processes.
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) =>
    fail("node-unusable", `${node} cannot be run: ${error.message}`, "Run `npm install` here."),
  );
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? os.constants.signals[signal] : 0);
  });
}

function fail(code: string, message: string, hint: string): void {
  process.stderr.write(`${message} ${hint}\n`);
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify({ version: 1, error: { code, message, hint } }, null, 2)}\n`);
  }
  process.exitCode = 69;
}
