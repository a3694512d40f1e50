// Sets up what a fresh checkout needs before anything else can run: the packages, and the Node among them. Runs on Node
// 20 with nothing installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
const marker = path.join(root, "node_modules", ".installed-lock");

const isWindows = process.platform === "win32";

/** The Node from the registry: it runs TypeScript directly, which the system's may not. */
export const packagedNode = path.join(root, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");

/** The Node for everything that runs: the system's if it is new enough, else the one from the registry. */
export function productNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13) ? process.execPath : packagedNode;
}

/**
 * Runs a program in the project's folder, with the project's Node first on PATH; resolves with the exit code. Shows its
 * output as it arrives, with `quiet` only if the program fails; `output`: an open file that receives it instead.
 * `limitMs`: ends the program after that time.
 */
export function run(command, args, { env = {}, cwd = root, quiet = false, output, limitMs } = {}) {
  return new Promise((resolve, reject) => {
    const folders = [path.dirname(productNode()), path.join(root, "node_modules", ".bin"), process.env.PATH];
    const PATH = folders.join(path.delimiter);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH, ...env },
      stdio: ["ignore", ...Array(2).fill(output ?? (quiet ? "pipe" : "inherit"))],
      // On Windows, npm is a batch file; every other program starts directly, with spaces in its arguments.
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

/** Like `run`, but ends this process if the program fails. */
export async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
}

/** Installs the packages if they are missing or belong to another lock file. */
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

/** Sets up the packages and dist/. */
export async function setUp({ production = false } = {}) {
  await installPackages();
  await must(productNode(), ["esbuild.js", ...(production ? ["--production"] : [])]);
}
