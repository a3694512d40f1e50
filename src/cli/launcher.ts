import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * `dist/cli.js`. The product needs a Node with `node:sqlite` (22.13); on an older one this hands over to the Node that
 * was installed with the product's packages, so that `node dist/cli.js` works with whatever the shell has.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const main = path.join(__dirname, "cli-main.js");

if (major > 22 || (major === 22 && minor >= 13)) {
  void import(pathToFileURL(main).href);
} else {
  const installed = path.join(__dirname, "..", "node_modules", "node", "bin", "node");
  if (fs.existsSync(installed)) handOver(installed);
  else {
    process.stderr.write(
      `Node ${process.versions.node} is too old: 22.13 or newer is needed. Run \`npm install\` here, or use a newer Node.\n`,
    );
    process.exitCode = 69;
  }
}

function handOver(node: string): void {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}
