// The desktop's `code` command, as far as test-electron, test-cli and vsce users call it, on the web host:
//   code --extensionDevelopmentPath=… --extensionTestsPath=… [folder]     runs tests
//   code --install-extension x.vsix | --uninstall-extension id | --list-extensions | --version
// VSCODE_HOST_TIMEOUT_MS ends a run that hangs (default 10 minutes); VSCODE_HOST_LOG names a file for the full log.
// Exit codes: those of `code`, besides 96 extension host died, 97 page crashed, 98 timed out, 99 stand-in failed.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureInstalled, readVscodeVersion } from "./installation.ts";
import { exitCodes } from "./testProof.ts";
import { runServerCommand } from "./vscodeServer.ts";
import { startWebHost } from "./webHost.ts";
import type { HostExit } from "./webHost.ts";

const defaultTimeoutMs = 600_000;

/** Chatter of the web workbench that a desktop run does not print. */
const noise =
  /^(Resolving connection token|Resolved connection token|Creating a socket|\[reconnection-grace-time\]|Updating additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate\]|Timed out waiting for authentication provider|getaddrinfo |Started local extension host|Settings Sync|\[DefaultAccount|The web worker extension host|Error while fetching the extension under development)/;

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: "string", multiple: true, default: [] },
    extensionTestsPath: { type: "string" },
    "user-data-dir": { type: "string" },
    "extensions-dir": { type: "string" },
    "install-extension": { type: "string", multiple: true, default: [] },
    "uninstall-extension": { type: "string", multiple: true, default: [] },
    "folder-uri": { type: "string" },
    "file-uri": { type: "string" },
    locale: { type: "string" },
    log: { type: "string" },
    profile: { type: "string" },
  },
});

/** parseArgs without `strict` types every value loosely, because unknown options may be flags. */
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const texts = (value: unknown) => (Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : []);
const toPath = (uri: string) => (uri.startsWith("file://") ? fileURLToPath(uri) : uri);
const toAbsolute = (file: string | undefined) => file && path.resolve(toPath(file));

const installs = texts(values["install-extension"]);
const uninstalls = texts(values["uninstall-extension"]);
const lists = values["list-extensions"] === true;
const extensionsDir = toAbsolute(text(values["extensions-dir"]));
const userDataDir = toAbsolute(text(values["user-data-dir"]));

async function main(): Promise<number> {
  ensureInstalled();
  if (values["version"] === true) {
    const { version, commit } = readVscodeVersion();
    process.stdout.write(`${version}\n${commit}\n${process.arch}\n`);
    return 0;
  }
  if (installs.length > 0 || uninstalls.length > 0 || lists) return manageExtensions();
  return runWindow();
}

function manageExtensions(): number {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "vscode-host-cli-"));
  try {
    const { status, stdout, stderr } = runServerCommand(
      [
        ...installs.flatMap((vsix) => ["--install-extension", vsix]),
        ...uninstalls.flatMap((id) => ["--uninstall-extension", id]),
        ...["list-extensions", "show-versions", "force"]
          .filter((flag) => values[flag] === true)
          .map((flag) => `--${flag}`),
      ],
      {
        serverDataDir: temporary,
        extensionsDir: extensionsDir ?? path.join(os.homedir(), ".vscode-host/extensions"),
        userDataDir: userDataDir ?? temporary,
      },
    );
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    return status ?? exitCodes.standInFailed;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

async function runWindow(): Promise<number> {
  const timeoutMs = Number(process.env["VSCODE_HOST_TIMEOUT_MS"] ?? defaultTimeoutMs);
  const stop = new AbortController();
  const stopped = new Promise<HostExit>((resolve) => {
    const end = (code: number, reason: string) => {
      stop.abort(new Error(reason));
      resolve({ code, reason });
    };
    process.on("SIGINT", () => end(130, "Interrupted."));
    process.on("SIGTERM", () => end(143, "Terminated."));
    setTimeout(() => end(exitCodes.timedOut, `The run did not end within ${timeoutMs} ms.`), timeoutMs).unref();
  });
  const starting = startWebHost({
    target: toAbsolute(text(values["folder-uri"]) ?? text(values["file-uri"]) ?? positionals[0]),
    extensionDevelopmentPaths: texts(values["extensionDevelopmentPath"]).map(toPath),
    extensionTestsPath: toAbsolute(text(values["extensionTestsPath"])),
    userDataDir,
    extensionsDir,
    locale: text(values["locale"]),
    disableExtensions: values["disable-extensions"] === true,
    hasSmokeTestDriver: true,
    logFile: process.env["VSCODE_HOST_LOG"],
    signal: stop.signal,
    onLog: (type, line) => {
      if (!noise.test(line)) (type === "error" ? process.stderr : process.stdout).write(`${line}\n`);
    },
  });
  // A launch that fails after it was stopped is told by the stop.
  const exit = await Promise.race([stopped, starting.then((host) => host.exited)]);
  const host = await starting.catch(() => undefined);
  if (exit.reason) process.stderr.write(`${exit.reason}\n`);
  if (exit.code === exitCodes.timedOut) process.stderr.write(`${host?.server.log.slice(-3000) ?? ""}\n`);
  await host?.close();
  return exit.code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(exitCodes.standInFailed);
  },
);
