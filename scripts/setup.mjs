// What a fresh checkout needs before anything else can run: the packages, and the Node that came with them. Runs on
// Node 20, with nothing installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
const marker = path.join(root, "node_modules", ".installed-lock");

const isWindows = process.platform === "win32";

/** The Node from the registry: it runs TypeScript as it is, which the system's may not. */
export const packagedNode = path.join(root, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");

/** The Node for everything that runs: the system's where it is new enough, else the one from the registry. */
export function productNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13) ? process.execPath : packagedNode;
}

/**
 * Runs a program in the project's folder, its own Node first on PATH; resolves with the exit code. Its output is shown
 * as it comes; `quiet`: where it fails; `output`: it goes to this open file instead. `limitMs`: it is ended after that
 * time.
 */
export function run(command, args, { env = {}, cwd = root, quiet = false, output, limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const folders = [path.dirname(productNode()), path.join(root, "node_modules", ".bin"), process.env.PATH];
    const PATH = folders.join(path.delimiter);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH, ...env },
      stdio: ["ignore", ...Array(2).fill(output ?? (quiet ? "pipe" : "inherit"))],
      // npm is a batch file there; every other program is one that can be started as it is, with spaces in its arguments.
      shell: isWindows && command === "npm",
      timeout: limitMs,
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (printed += chunk));
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      if (code !== 0) process.stderr.write(printed);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Like `run`, and ends this process where the program fails. */
export async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
}

/** Installs the packages where they are missing or another lock file's. */
export async function installPackages() {
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const installed = fs.existsSync(marker) ? fs.readFileSync(marker, "utf8") : "";
  if (installed === lock && fs.existsSync(productNode())) return;
  process.stderr.write("Installing packages (npm ci) …\n");
  await must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { quiet: true });
  fs.writeFileSync(marker, lock);
}

/** Packages and dist/. */
export async function setUp({ production = false } = {}) {
  await installPackages();
  await must(productNode(), ["esbuild.js", ...(production ? ["--production"] : [])]);
}
