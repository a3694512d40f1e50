// Where the installed host lives, and the one place that installs it. VSCODE_RELEASE=oldest chooses the oldest VS Code
// that the extension supports.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The folder of the project, also when this module was bundled into out/. */
export const projectRoot = findProjectRoot(path.dirname(fileURLToPath(import.meta.url)));

const hostFolder = path.join(projectRoot, "test/host");

/** Stands in for the desktop `code` executable: give it to test-electron as vscodeExecutablePath. */
export const standInExecutable = path.join(hostFolder, "code");

/** The oldest release that package.json's engines allow; test/host/oldest installs the same. */
export const oldestVersion = "1.103.2";

export const isOldest = process.env["VSCODE_RELEASE"] === "oldest";

const installed = path.join(hostFolder, isOldest ? ".install-oldest" : ".install");

/** The built VS Code: server, workbench, extension host. */
export const vscodeFolder = path.join(installed, "node_modules/code-server/lib/vscode");

/** VS Code's server wants the Node version it was built for: the newest's is the project's own. */
export const nodeExecutable = path.join(isOldest ? installed : projectRoot, "node_modules/node/bin/node");

/** Installs VS Code and the browser where they are missing; does nothing within milliseconds where they are there. */
export function ensureInstalled(): void {
  const args = [path.join(hostFolder, "install.mjs"), ...(isOldest ? ["--oldest"] : [])];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) throw new Error("The VS Code host could not be installed; the reason is above.");
}

/** @returns version and commit of the installed VS Code. */
export function readVscodeVersion(): { version: string; commit: string } {
  const read = (file: string) => JSON.parse(fs.readFileSync(path.join(vscodeFolder, file), "utf8"));
  const { version } = read("package.json") as { version: string };
  const { commit } = read("product.json") as { commit: string };
  return { version, commit };
}

/** @returns the browser to show the workbench in: CHROMIUM, else the system's. */
export function findBrowser(): string {
  const candidates = [
    process.env["CHROMIUM"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = candidates.find((file) => file !== undefined && fs.existsSync(file));
  if (found === undefined) throw new Error("No Chromium found. Install it or set CHROMIUM to its path.");
  return found;
}

function findProjectRoot(start: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "test/host/install.mjs"))) return folder;
    if (folder === path.dirname(folder)) throw new Error(`No project folder above ${start}`);
  }
}
