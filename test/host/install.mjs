#!/usr/bin/env node
// Installs the VS Code that tests and screenshots run in, into test/host/.install (about 400 MB, half a minute, once):
//   node test/host/install.mjs [--force] [--oldest]
// --oldest: the oldest VS Code that package.json's engines allow, with its own Node, into test/host/.install-oldest.
// VS Code's own web server and workbench come from the npm registry (package code-server), the browser from Debian.
// Runs on Node 20 and newer. A second run finds the marker file and does nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const oldest = process.argv.includes("--oldest");
/** What to install: package.json and its lock file. */
const source = oldest ? path.join(here, "oldest") : here;
const target = path.join(here, oldest ? ".install-oldest" : ".install");
const marker = path.join(target, "fingerprint.json");
const vscode = path.join(target, "node_modules/code-server/lib/vscode");
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A failure that is told in one line and needs no stack. */
class InstallError extends Error {}

function main() {
  if (process.platform !== "linux") throw new InstallError("The web host runs on Linux only. Install VS Code instead.");
  installBrowser();
  const wanted = fingerprint();
  if (!process.argv.includes("--force") && readMarker() === wanted) return;
  const startedAt = Date.now();
  say(`installing a VS Code for tests into test/host/${path.basename(target)} …`);
  fs.rmSync(marker, { force: true });
  installVscode();
  trim();
  fs.writeFileSync(marker, `${JSON.stringify({ fingerprint: wanted })}\n`);
  const { version } = JSON.parse(fs.readFileSync(path.join(vscode, "package.json"), "utf8"));
  say(`VS Code ${version} installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

/** Changes whenever one of the files that decide what gets installed does. */
function fingerprint() {
  const hash = createHash("sha256");
  const stubs = ["spdlog", "native-watchdog"].map((name) => path.join(here, "stubs", `${name}.cjs`));
  for (const file of [path.join(source, "package-lock.json"), path.join(here, "install.mjs"), ...stubs]) {
    hash.update(fs.readFileSync(file));
  }
  return hash.digest("hex");
}

function readMarker() {
  try {
    return JSON.parse(fs.readFileSync(marker, "utf8")).fingerprint;
  } catch {
    return undefined;
  }
}

/** Chromium, and a Korean font: without one, Korean texts are boxes, on pictures too. */
function installBrowser() {
  const hasBrowser = [process.env.CHROMIUM, ...browsers].some((file) => file && fs.existsSync(file));
  const packages = [...(hasBrowser ? [] : ["chromium"]), ...(hasHangul() ? [] : ["fonts-nanum"])];
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    say(`installing ${packages.join(" and ")} with apt-get …`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const lock = ["-o", "DPkg::Lock::Timeout=300"];
    run("apt-get", [...lock, "update", "-qq"], { env });
    run("apt-get", [...lock, "install", "-y", "-qq", "--no-install-recommends", ...packages], { env });
  } else if (hasBrowser) {
    say("No font with Hangul found: Korean texts will be boxes. Install one (apt-get install fonts-nanum).");
  } else {
    throw new InstallError("No Chromium found. Install it (apt-get install chromium) or set CHROMIUM to its path.");
  }
}

/** True also where fontconfig, which would know, is missing. */
function hasHangul() {
  const { status, stdout } = spawnSync("fc-list", [":lang=ko", "family"], { encoding: "utf8" });
  return status !== 0 || stdout.trim() !== "";
}

function installVscode() {
  fs.mkdirSync(target, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) {
    fs.copyFileSync(path.join(source, file), path.join(target, file));
  }
  fs.copyFileSync(path.join(here, ".npmrc"), path.join(target, ".npmrc"));
  run("npm", ["ci", "--ignore-scripts"], { cwd: target });
  // Not `npm ci`: it refuses VS Code's own npm-shrinkwrap.json (one entry is missing), which still pins the versions.
  const install = ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  run("npm", install, { cwd: vscode });
  run("npm", install, { cwd: path.join(vscode, "extensions") });
  const modules = path.join(vscode, "node_modules");
  for (const name of ["spdlog", "native-watchdog"]) {
    // Newer releases have them all below @vscode.
    const folder = [`@vscode/${name}`, name]
      .map((each) => path.join(modules, each))
      .find((each) => fs.existsSync(each));
    fs.copyFileSync(path.join(here, "stubs", `${name}.cjs`), path.join(folder, "index.js"));
  }
  if (oldest) completeOldest(modules);
}

/** What install scripts would have fetched: this platform's Node, and the search program. */
function completeOldest(modules) {
  run(process.execPath, ["installArchSpecificPackage.js"], { cwd: path.join(target, "node_modules/node") });
  const search = path.join(target, `node_modules/@vscode/ripgrep-universal/bin/linux-${process.arch}/rg`);
  fs.cpSync(search, path.join(modules, "@vscode/ripgrep/bin/rg"));
}

/** Drops what no test loads: half of the size. */
function trim() {
  const modules = path.join(vscode, "node_modules");
  const remove = (...parts) => fs.rmSync(path.join(...parts), { recursive: true, force: true });
  remove(vscode, "extensions/copilot");
  remove(modules, "@microsoft/mxc-sdk");
  remove(modules, "@vscode/sqlite3");
  for (const name of list(modules, "@github")) if (name.startsWith("copilot-sdk")) remove(modules, "@github", name);
  for (const name of list(modules, "@vscode")) if (name.startsWith("windows-")) remove(modules, "@vscode", name);
  for (const folder of ["@vscode/ripgrep-universal/bin", "node-pty/prebuilds"]) {
    for (const name of list(modules, folder)) {
      if (name !== `linux-${process.arch}`) remove(modules, folder, name);
    }
  }
  for (const entry of fs.readdirSync(vscode, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith(".map")) fs.rmSync(path.join(entry.parentPath ?? entry.path, entry.name));
  }
}

const list = (...parts) => {
  const folder = path.join(...parts);
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
};

/** Runs a command silently; its output is shown only if it fails. */
function run(command, args, options) {
  const result = spawnSync(command, args, { encoding: "utf8", ...options });
  if (result.status === 0) return;
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().split("\n").slice(-15).join("\n");
  if (output) process.stderr.write(`${output}\n`);
  const ending = result.error ? result.error.message : `exit code ${result.status ?? result.signal}`;
  throw new InstallError(`"${command} ${args.join(" ")}" failed (${ending}). Is the package registry reachable?`);
}

function say(line) {
  process.stdout.write(`[vscode host] ${line}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`[vscode host] ${error instanceof InstallError ? error.message : error.stack}\n`);
  process.exitCode = 1;
}
