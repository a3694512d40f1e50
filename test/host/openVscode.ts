// Opens a VS Code with the built extension, for a person: node test/host/openVscode.ts [folder]
// The desktop where `code` is installed and there is a display, else the web host, whose address is printed.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ensureInstalled, projectRoot } from "./installation.ts";
import { quietSettings } from "./quietSettings.ts";
import { VscodeServer } from "./vscodeServer.ts";
import { installVsix, packageVsix } from "./vsix.ts";

async function main(): Promise<number> {
  // npm runs scripts in the project's folder and keeps the caller's here.
  const folder = path.resolve(process.env["INIT_CWD"] ?? process.cwd(), process.argv[2] ?? ".");
  if (!fs.existsSync(folder)) throw new Error(`There is no folder ${folder}`);
  const desktop = findDesktop();
  return desktop ? openDesktop(desktop, folder) : serveWeb(folder);
}

async function openDesktop(code: string, folder: string): Promise<number> {
  say(`VS Code opens ${folder} with the extension. Close its window to end it.`);
  const args = ["--wait", "--new-window", `--extensionDevelopmentPath=${projectRoot}`, folder];
  const child = spawn(code, args, { stdio: "inherit", shell: process.platform === "win32" });
  const [exitCode] = (await once(child, "exit")) as [number | null];
  return exitCode ?? 1;
}

async function serveWeb(folder: string): Promise<number> {
  ensureInstalled();
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "vscode-web-"));
  const stop = new AbortController();
  const stopped = once(stop.signal, "abort");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  let server: VscodeServer | undefined;
  try {
    const extensionsDir = path.join(temporary, "extensions");
    const userDataDir = path.join(temporary, "user");
    // Installed and not run from its sources: a browser of one's own has no way to name a development path.
    installVsix(packageVsix(temporary), extensionsDir);
    writeSettings(userDataDir);
    const connectionToken = randomUUID();
    const folders = { serverDataDir: path.join(temporary, "server"), userDataDir, extensionsDir };
    server = await VscodeServer.start({ ...folders, connectionToken }, stop.signal);
    const query = new URLSearchParams({ tkn: connectionToken, folder });
    say(`VS Code with the extension: http://127.0.0.1:${server.port}/?${query.toString()}`);
    say("The address works on this machine only. Ctrl-C stops everything.");
    await Promise.race([stopped, server.ended]);
    return stop.signal.aborted ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    throw error;
  } finally {
    await server?.stop();
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function writeSettings(userDataDir: string): void {
  const file = path.join(userDataDir, "User/settings.json");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(quietSettings, null, 2));
}

function findDesktop(): string | undefined {
  const hasDisplay = process.platform !== "linux" || process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"];
  if (process.env["VSCODE_HOST"] === "web" || !hasDisplay) return undefined;
  const name = process.platform === "win32" ? "code.cmd" : "code";
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
