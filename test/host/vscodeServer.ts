// VS Code's own web server as a child process.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { nodeExecutable, vscodeFolder } from "./installation.ts";

/** How long the server may take to listen (it needs about a second) and to leave after SIGTERM. */
const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;

const keptLogLength = 200_000;

/** Set by a VS Code whose terminal this was started from: they would steer our server. */
const foreignVariables = [
  "ELECTRON_RUN_AS_NODE",
  "CODE_SERVER_PARENT_PID",
  "NODE_OPTIONS",
  "VSCODE_CWD",
  "VSCODE_DEV",
  "VSCODE_IPC_HOOK",
  "VSCODE_IPC_HOOK_CLI",
  "VSCODE_NLS_CONFIG",
  "VSCODE_PARENT_PID",
  "VSCODE_PID",
];

export interface ServerFolders {
  serverDataDir: string;
  userDataDir: string;
  extensionsDir: string;
}

export interface ServerOptions extends ServerFolders {
  /** Added to the environment of the server, hence of the extension host. */
  env?: Record<string, string> | undefined;
  /** Whether VS Code asks if the folder's authors are trusted. Default false: every folder is trusted. */
  asksForTrust?: boolean | undefined;
  /** A secret the address must carry. Without it the server takes anyone who reaches the loopback port. */
  connectionToken?: string | undefined;
  /** Enables ?payload= and window.driver, as test runs need it; hides notification toasts. */
  hasSmokeTestDriver?: boolean | undefined;
  /** Everything the server prints is appended here. */
  logFile?: string | undefined;
}

/** A running server; `stop()` ends it and everything it started. */
export class VscodeServer {
  readonly #child: ChildProcess;
  readonly port: number;
  readonly #output: ServerOutput;

  private constructor(child: ChildProcess, port: number, output: ServerOutput) {
    this.#child = child;
    this.port = port;
    this.#output = output;
  }

  /** Starts a server on a free loopback port; resolves once it listens. */
  static async start(options: ServerOptions, signal?: AbortSignal): Promise<VscodeServer> {
    signal?.throwIfAborted();
    const child = spawn(nodeExecutable, toArguments(options), {
      env: cleanEnvironment(options.env),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const output = new ServerOutput(child, options.logFile);
    const cancel = new AbortController();
    const timer = setTimeout(() => cancel.abort(new Error(`no answer in ${startTimeoutMs / 1000} s`)), startTimeoutMs);
    const onAbort = () => cancel.abort(signal?.reason);
    const onEnd = (code: number | null, killedBy: string | null) =>
      cancel.abort(new Error(`ended: ${code ?? killedBy}`));
    signal?.addEventListener("abort", onAbort);
    child.once("error", (error) => cancel.abort(error));
    child.once("exit", onEnd);
    try {
      // The last line it prints before it serves; the port is the one the system chose.
      const [, port] = await output.waitFor(/Web UI available at http:\/\/[^:]+:(\d+)/, cancel.signal);
      return new VscodeServer(child, Number(port), output);
    } catch (error) {
      killGroup(child, "SIGKILL");
      throw new Error(`VS Code's server did not start\n${output.text.slice(-4000)}`, { cause: error });
    } finally {
      clearTimeout(timer);
      child.off("exit", onEnd);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** The last 200,000 characters it printed. */
  get log(): string {
    return this.#output.text;
  }

  /** @returns what matched, in what was printed or will be. */
  async waitForLine(pattern: RegExp): Promise<string> {
    const [line] = await this.#output.waitFor(pattern);
    return line;
  }

  /** Settles when the server is gone, whoever ended it. */
  get ended(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return Promise.resolve();
    return once(this.#child, "exit").then(() => undefined);
  }

  /** Ends the server with its extension hosts; may be called twice. */
  async stop(): Promise<void> {
    const child = this.#child;
    const timer = setTimeout(() => killGroup(child, "SIGKILL"), stopTimeoutMs);
    if (child.exitCode === null && child.signalCode === null) killGroup(child, "SIGTERM");
    await this.ended;
    clearTimeout(timer);
    // Extension hosts belong to the group and outlive a server that ended first.
    killGroup(child, "SIGKILL");
  }
}

/** What the server printed, and who waits for something in it. */
class ServerOutput {
  text = "";
  readonly #arrived = new EventEmitter();

  constructor(child: ChildProcess, logFile: string | undefined) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (chunk: string) => {
        this.text = (this.text + chunk).slice(-keptLogLength);
        if (logFile) fs.appendFileSync(logFile, chunk);
        this.#arrived.emit("text");
      });
    }
  }

  async waitFor(pattern: RegExp, signal?: AbortSignal): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) return match;
      await once(this.#arrived, "text", { signal });
    }
  }
}

/** Runs one of the server's own commands (--install-extension …): the code the desktop's `code` runs. */
export function runServerCommand(args: string[], folders: ServerFolders) {
  const all = [path.join(vscodeFolder, "out/server-main.js"), ...toFolderArguments(folders), ...args];
  return spawnSync(nodeExecutable, all, { env: cleanEnvironment(), encoding: "utf8", timeout: 120_000 });
}

function toArguments(options: ServerOptions): string[] {
  return [
    path.join(vscodeFolder, "out/server-main.js"),
    ...["--host", "127.0.0.1", "--port", "0"],
    ...(options.connectionToken ? ["--connection-token", options.connectionToken] : ["--without-connection-token"]),
    ...toFolderArguments(options),
    ...["--disable-telemetry", "--disable-experiments"],
    ...(options.asksForTrust ? [] : ["--disable-workspace-trust"]),
    ...(options.hasSmokeTestDriver ? ["--enable-smoke-test-driver"] : []),
  ];
}

function toFolderArguments({ serverDataDir, userDataDir, extensionsDir }: ServerFolders): string[] {
  return [
    "--accept-server-license-terms",
    ...["--server-data-dir", serverDataDir],
    ...["--user-data-dir", userDataDir],
    ...["--extensions-dir", extensionsDir],
  ];
}

function cleanEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...extra };
  for (const name of foreignVariables) delete env[name];
  return env;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Gone already.
  }
}
