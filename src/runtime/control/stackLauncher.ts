import * as l10n from "@vscode/l10n";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { on } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import { processFlags } from "../stack/processFlags";
import type { StackArguments } from "../stack/stackProcessMessages";
import { withCompiledCode } from "./compiledCode";
import { readStackAddress, unusableFile, unusableFolder } from "./stackAddress";
import { loadContract } from "./contract/contractModule";
import { StackClient } from "./stackClient";

export interface LaunchOptions extends StackArguments {
  /** The folder that holds `stack.js` and `worker.js`. */
  distDir: string;
  signal?: AbortSignal;
}

export interface Launched {
  client: StackClient;
  /** False if a stack of this workspace was already up. */
  started: boolean;
}

/**
 * A stack that has ended refuses at once; a running one may be slow on a busy machine, or this process itself was held
 * up. A stack counted as absent is not looked for again.
 */
const ANSWER_WITHIN_MS = 10_000;

/** By then another starting stack is up, or another ending stack is gone. */
const OTHER_WITHIN_MS = 15_000;

/**
 * Finds the stack of this state folder if one runs and answers; with `anyVersion`, also one that only its own version
 * of the product can use.
 * @throws ExpectedError `stack-file-damaged`, `stack-other-version`, `state-folder-unusable`
 */
export async function findStack(stateDir: string, { anyVersion = false } = {}): Promise<StackClient | undefined> {
  const address = await readStackAddress(stateDir);
  if (!address) return undefined;
  const client = new StackClient(address, stateDir);
  try {
    await client.snapshot(AbortSignal.timeout(ANSWER_WITHIN_MS));
    return client;
  } catch (error) {
    const isOther = ExpectedError.is(error, "stack-other-version");
    if (isOther && anyVersion) return client;
    if (isOther || ExpectedError.is(error, "stack-answer-unreadable")) throw error;
    return undefined; // it crashed or is ending: the next start takes its place
  }
}

/**
 * Joins the stack of this state folder, or starts it as a separate process that outlives this one.
 * @throws ExpectedError `stack-not-built`, `stack-failed`, `stack-other-version`, `state-folder-unusable`
 */
export async function launchStack({ distDir, signal, ...stackArguments }: LaunchOptions): Promise<Launched> {
  const { stateDir } = stackArguments;
  const running = await findWhole(stateDir);
  if (running) return { client: running, started: false };
  const child = forkStack(distDir, stackArguments);
  let isOurs = false;
  try {
    const client = await whenUp(child, stateDir, signal);
    isOurs = client.address.pid === child.pid;
    return { client, started: isOurs };
  } finally {
    if (!isOurs) child.kill("SIGTERM");
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/**
 * The client of the stack that the forked process starts, or of another that holds the folder.
 * @throws ExpectedError `stack-failed`
 */
export async function whenUp(child: ChildProcess, stateDir: string, signal?: AbortSignal): Promise<StackClient> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    return await upOrJoined(child, stateDir, either);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    over.abort();
    child.removeAllListeners().on("error", () => undefined);
  }
}

/** Treats a damaged address file as absent: a start rewrites it, and so does the stack it belongs to. */
async function findWhole(stateDir: string): Promise<StackClient | undefined> {
  try {
    return await findStack(stateDir);
  } catch (error) {
    if (ExpectedError.is(error, "stack-file-damaged")) return undefined;
    throw error;
  }
}

const logFileOf = (stateDir: string): string => path.join(stateDir, "stack.log");

/**
 * Forks the process of a stack.
 * @throws ExpectedError `stack-not-built`, `state-folder-unusable`
 */
export function forkStack(distDir: string, stackArguments: StackArguments): ChildProcess {
  const modulePath = path.join(distDir, "stack.js");
  if (!fs.existsSync(modulePath)) {
    throw new ExpectedError(
      "stack-not-built",
      l10n.t("The local stack is not built: {0}", modulePath),
      l10n.t("Run {0}", "npm run build"),
    );
  }
  const { stateDir } = stackArguments;
  let output: number;
  try {
    fs.mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    output = fs.openSync(logFileOf(stateDir), "a", 0o600);
  } catch (error) {
    throw codeOf(error) === "EISDIR" ? unusableFile(logFileOf(stateDir), error) : unusableFolder(stateDir, error);
  }
  try {
    return fork(modulePath, [JSON.stringify(stackArguments)], {
      detached: true,
      env: withCompiledCode(process.env),
      stdio: ["ignore", output, output, "ipc"],
      execArgv: processFlags(process.env["NODE_OPTIONS"]),
    });
  } finally {
    fs.closeSync(output);
  }
}

/** Waits for the forked process to report its own address, or that another stack is running. */
async function upOrJoined(child: ChildProcess, stateDir: string, signal: AbortSignal): Promise<StackClient> {
  const { isOf } = await loadContract();
  const { promise, resolve, reject } = Promise.withResolvers<StackClient>();
  const failed = (message: string, nextStep = l10n.t("See {0}", logFileOf(stateDir))) =>
    reject(new ExpectedError("stack-failed", l10n.t("The local stack did not start: {0}", message), nextStep));
  let isTaken = false;
  signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  child.once("error", (error) => failed(messageOf(error)));
  child.once("exit", (code) => isTaken || failed(l10n.t("its process ended with code {0}", String(code))));
  child.on("message", (message) => {
    if (!isOf("fromStack", message)) return failed(l10n.t("it is of another version; build the product again"));
    if (message.kind === "ready") return resolve(new StackClient(message.address, stateDir));
    if (message.kind === "failed") {
      const { reason, message: text, nextStep } = message;
      return reason === undefined ? failed(text) : reject(new ExpectedError(reason, text, nextStep));
    }
    isTaken = true;
    whoeverAnswers(stateDir, signal).then(resolve, reject);
  });
  return promise;
}

/**
 * Another stack of this workspace is running. Either it is starting, and answers once its address appears, or it is
 * ending, and the forked process takes its place.
 */
async function whoeverAnswers(stateDir: string, signal: AbortSignal): Promise<StackClient> {
  const watcher = fs.watch(stateDir);
  const either = AbortSignal.any([AbortSignal.timeout(OTHER_WITHIN_MS), signal]);
  try {
    const changes = on(watcher, "change", { signal: either });
    for (;;) {
      const client = await findWhole(stateDir);
      if (client) return client;
      await changes.next();
    }
  } catch (error) {
    if (signal.aborted || ExpectedError.is(error)) throw error;
    throw await notAnswering(stateDir, error);
  } finally {
    watcher.close();
  }
}

async function notAnswering(stateDir: string, cause: unknown): Promise<ExpectedError> {
  const pid = (await readStackAddress(stateDir).catch(() => undefined))?.pid;
  if (pid === undefined) {
    return new ExpectedError(
      "stack-failed",
      l10n.t("Another start of the local stack did not finish"),
      l10n.t("See {0}", logFileOf(stateDir)),
      { cause },
    );
  }
  return new ExpectedError(
    "stack-failed",
    l10n.t("The local stack (process {0}) runs, but does not answer", pid),
    l10n.t("End its process, then start it again: {0}", `kill -9 ${pid}`),
    { cause },
  );
}
