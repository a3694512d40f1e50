// A running web host: the server, a headless browser, and the workbench in one page.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { format } from "node:util";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, ConsoleMessage, Page } from "playwright-core";
import { findBrowser } from "./installation.ts";
import { exitCodes, writeProvingTests } from "./testProof.ts";
import type { ProofState } from "./testProof.ts";
import { VscodeServer } from "./vscodeServer.ts";
import { quietSettings } from "./quietSettings.ts";
import { toWorkbenchUrl, useDevelopmentOptions } from "./workbenchUrl.ts";

const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const pageTimeoutMs = 60_000;
const browserCloseTimeoutMs = 10_000;

/** How long the server may take to log why the extension host ended. */
const hostEndTimeoutMs = 2_000;

export interface HostOptions {
  /** A folder, a .code-workspace or a file to open; nothing opens an empty window. */
  target?: string | undefined;
  /** Folders of extensions that run from their sources. */
  extensionDevelopmentPaths?: string[] | undefined;
  /** A CommonJS module with `run()`, run in the extension host. Its end is the end of the run, see `exited`. */
  extensionTestsPath?: string | undefined;
  /** Settings over `quietSettings`; ignored when userDataDir brings its own. */
  settings?: Record<string, unknown> | undefined;
  /** Name of a color theme; its kind also decides the browser's color scheme. Default "Default Dark Modern". */
  theme?: string | undefined;
  /** Language the extension is told (`vscode.env.language`, package.nls.*.json); the workbench itself stays English. */
  locale?: string | undefined;
  /** Added to the environment of the extension host. */
  env?: Record<string, string> | undefined;
  /** Kept after the run where given; else temporary. */
  userDataDir?: string | undefined;
  extensionsDir?: string | undefined;
  disableExtensions?: boolean | undefined;
  /** Whether VS Code asks if the folder is trusted. Default false. */
  asksForTrust?: boolean | undefined;
  /** The official driver of test runs. It hides notification toasts. */
  hasSmokeTestDriver?: boolean | undefined;
  viewport?: { width: number; height: number } | undefined;
  /** Device pixels per CSS pixel. Default 1. */
  scale?: number | undefined;
  /** What the extension host prints during a test run. */
  onLog?: ((type: string, text: string) => void) | undefined;
  logFile?: string | undefined;
  /** Aborting stops the launch. */
  signal?: AbortSignal | undefined;
}

/** How a test run ended: VS Code's own exit code, or one of `exitCodes` with the reason. */
export interface HostExit {
  code: number;
  reason?: string;
}

export interface WebHost {
  page: Page;
  context: BrowserContext;
  server: VscodeServer;
  url: string;
  /** Settles when the test run ends, or the page crashes. */
  exited: Promise<HostExit>;
  /** Hosts outside of this machine the workbench asked for; each request was refused. */
  blockedHosts: Set<string>;
  /** Ends browser, server and extension host and removes what was temporary; may be called twice. */
  close(): Promise<void>;
}

/** Starts a web host; resolves when its page was loaded, not when the workbench is ready. */
export async function startWebHost(options: HostOptions): Promise<WebHost> {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "vscode-host-"));
  let server: VscodeServer | undefined;
  let browser: Browser | undefined;
  const close = once(async () => {
    if (browser) await within(browserCloseTimeoutMs, browser.close());
    await server?.stop();
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  try {
    const userDataDir = options.userDataDir ?? path.join(temporary, "user");
    writeSettings(userDataDir, options);
    // What VS Code, its extensions and their tests leave in the system's temporary folder goes with the host's.
    const temporaryOfHost = path.join(temporary, "tmp");
    fs.mkdirSync(temporaryOfHost);
    const tests = options.extensionTestsPath && writeProvingTests(temporary, options.extensionTestsPath);
    server = await VscodeServer.start(
      {
        ...options,
        env: { TMPDIR: temporaryOfHost, ...options.env },
        userDataDir,
        extensionsDir: options.extensionsDir ?? path.join(temporary, "extensions"),
        serverDataDir: path.join(temporary, "server"),
      },
      options.signal,
    );
    browser = await chromium.launch({
      executablePath: findBrowser(),
      args: browserArguments,
      // Who starts a host also handles signals: Playwright's own handlers would end the browser alone.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    options.signal?.throwIfAborted();
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      // No animation: a spinning icon would have the window drawn anew again and again.
      reducedMotion: "reduce",
      colorScheme: /light/i.test(options.theme ?? "") ? "light" : "dark",
      // VS Code takes a high-contrast theme where the system asks for one.
      forcedColors: /high contrast/i.test(options.theme ?? "") ? "active" : "none",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const blockedHosts = await stayOnThisMachine(context);
    const page = await context.newPage();
    if (options.logFile) writePageLog(page, options.logFile);
    const exited = watchExit(page, server, tests ? tests.readState : undefined);
    await exposeExit(page, options, exited);
    const url = toWorkbenchUrl(server.port, options, tests ? tests.module : undefined);
    await useDevelopmentOptions(page, server.port, options, tests ? tests.module : undefined);
    await page.goto(url, { waitUntil: "domcontentloaded", timeout: pageTimeoutMs });
    return { page, context, server, url, exited: exited.promise, blockedHosts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface ExitWatch {
  promise: Promise<HostExit>;
  report: (code: number) => Promise<void>;
}

function watchExit(page: Page, server: VscodeServer, readState?: () => ProofState): ExitWatch {
  const { promise, resolve } = Promise.withResolvers<HostExit>();
  page.on("crash", () => resolve({ code: exitCodes.pageCrashed, reason: "The workbench's page crashed." }));
  const report = async (code: number) => {
    const state = readState?.();
    if (code !== 0 || state === undefined || state === "passed") return resolve({ code });
    const ending = await within(hostEndTimeoutMs, server.waitForLine(/Extension Host Process exited with.*/));
    const how = ending ?? "The server did not log how it ended.";
    resolve({
      code: exitCodes.hostDied,
      reason: `The extension host ended before the tests did (run() ${state}). ${how}`,
    });
  };
  return { promise, report };
}

/** The workbench's page calls these two by name, in every build of VS Code for the web. */
async function exposeExit(page: Page, options: HostOptions, exit: ExitWatch): Promise<void> {
  await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) =>
    options.onLog?.(type, format(...args)),
  );
  await page.exposeFunction("codeAutomationExit", (code: number) => exit.report(code));
}

async function stayOnThisMachine(context: BrowserContext): Promise<Set<string>> {
  const blocked = new Set<string>();
  const isForeign = (url: URL) => /^https?:$/.test(url.protocol) && url.hostname !== "127.0.0.1";
  await context.route(isForeign, (route) => {
    blocked.add(new URL(route.request().url()).host);
    return route.abort();
  });
  return blocked;
}

function writeSettings(userDataDir: string, options: HostOptions): void {
  const file = path.join(userDataDir, "User/settings.json");
  if (fs.existsSync(file)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const theme = options.theme && { "workbench.colorTheme": options.theme };
  const trust = { "security.workspace.trust.enabled": options.asksForTrust ?? false };
  fs.writeFileSync(file, JSON.stringify({ ...quietSettings, ...trust, ...theme, ...options.settings }, null, 2));
}

function writePageLog(page: Page, file: string): void {
  page.on("console", (message: ConsoleMessage) =>
    fs.appendFileSync(file, `[page ${message.type()}] ${message.text()}\n`),
  );
  page.on("pageerror", (error) => fs.appendFileSync(file, `[page error] ${error.stack ?? error.message}\n`));
}

/** @returns what the promise gave in time, else undefined; a rejection counts as nothing. */
async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, timeoutMs, undefined)));
  const result = await Promise.race([promise.catch(() => undefined), timeout]);
  clearTimeout(timer);
  return result;
}

function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= act());
}
