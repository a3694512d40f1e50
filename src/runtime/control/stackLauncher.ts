import * as l10n from "@vscode/l10n";
import { fork } from "node:child_process";
import { on } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { assertNever } from "../../common/assertNever";
import { ExpectedError } from "../../common/errors";
import { readStackAddress } from "./stackAddress";
import { StackClient } from "./stackClient";
import type { FromStack, StackArguments } from "../stack/stackProcessMessages";

export interface LaunchOptions extends StackArguments {
  /** The folder of `stack.js` and `worker.js`. */
  distDir: string;
  signal?: AbortSignal;
}

export interface Launched {
  client: StackClient;
  /** False where a stack of this workspace was up already. */
  started: boolean;
}

/**
 * One that has ended refuses at once; one that runs may be slow on a busy machine, or this process was held up itself,
 * and a stack that is taken for absent is not looked for again.
 */
const ANSWER_WITHIN_MS = 10_000;

/** The stack of this state folder where one runs and answers. */
export async function findStack(stateDir: string): Promise<StackClient | undefined> {
  const address = await readStackAddress(stateDir);
  if (!address) return undefined;
  const client = new StackClient(address);
  try {
    await client.snapshot(AbortSignal.timeout(ANSWER_WITHIN_MS));
    return client;
  } catch {
    return undefined; // its process ended without a goodbye; the next start takes its place
  }
}

/**
 * Joins the stack of this state folder, or starts it as a process of its own that outlives this one.
 * @throws ExpectedError `stack-not-built`, `stack-failed`
 */
export async function launchStack(options: LaunchOptions): Promise<Launched> {
  const running = await findStack(options.stateDir);
  if (running) return { client: running, started: false };
  const { distDir, signal, ...stackArguments } = options;
  const { stateDir } = stackArguments;
  const modulePath = path.join(distDir, "stack.js");
  if (!fs.existsSync(modulePath)) {
    throw new ExpectedError(
      "stack-not-built",
      l10n.t("The local stack is not built: {0}", modulePath),
      l10n.t("Run {0}", "npm run build"),
    );
  }
  fs.mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(stateDir, "stack.log");
  const output = fs.openSync(logFile, "a", 0o600);
  const child = fork(modulePath, [JSON.stringify(stackArguments satisfies StackArguments)], {
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
    execArgv: ["--enable-source-maps"],
  });
  fs.closeSync(output);
  const over = new AbortController();
  let isOurs = false;
  try {
    const launched = await new Promise<Launched>((resolve, reject) => {
      const failed = (message: string) =>
        reject(
          new ExpectedError(
            "stack-failed",
            l10n.t("The local stack did not start: {0}", message),
            l10n.t("See {0}", logFile),
          ),
        );
      let isTaken = false;
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      child.once("error", reject);
      child.once("exit", (code) => isTaken || failed(`its process ended with code ${code}`));
      child.on("message", (message: FromStack) => {
        switch (message.kind) {
          case "ready":
            return resolve({ client: new StackClient(message.address), started: true });
          case "taken":
            isTaken = true;
            return void whoeverAnswers(stateDir, over.signal).then(
              (client) => resolve({ client, started: client.address.pid === child.pid }),
              reject,
            );
          case "failed":
            return failed(message.message);
          default:
            return assertNever(message);
        }
      });
    });
    isOurs = launched.started;
    return launched;
  } finally {
    over.abort();
    child.removeAllListeners();
    if (!isOurs) child.kill("SIGTERM");
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/**
 * Another stack of this workspace is there. It is starting, and answers when its address has appeared; or it is ending, and
 * the process that was forked takes its place.
 */
async function whoeverAnswers(stateDir: string, signal: AbortSignal): Promise<StackClient> {
  const watcher = fs.watch(stateDir);
  const either = AbortSignal.any([AbortSignal.timeout(15_000), signal]);
  try {
    const changes = on(watcher, "change", { signal: either });
    for (;;) {
      const client = await findStack(stateDir);
      if (client) return client;
      await changes.next();
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ExpectedError(
      "stack-failed",
      l10n.t("Another start of the local stack did not come to an end"),
      l10n.t("See {0}", path.join(stateDir, "stack.log")),
      { cause: error },
    );
  } finally {
    watcher.close();
  }
}
