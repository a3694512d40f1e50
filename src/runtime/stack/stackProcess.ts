import { randomBytes } from "node:crypto";
import path from "node:path";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { startControlServer } from "../control/controlServer";
import { FaultLab } from "../faults/faultLab";
import { removeStackAddress, writeStackAddress } from "../control/stackAddress";
import type { StackAddress } from "../control/stackAddress";
import { PREFERRED_PORTS, Stack } from "./stack";
import { lockStack } from "./stackLock";
import type { FromStack, StackArguments } from "./stackProcessMessages";

/**
 * The stack as a process: `dist/stack.js '{"stateDir": …}'`. Tells the process that forked it `ready` with its address or
 * `failed`; before that `taken` where another stack of this workspace is there, whose end it then waits for in vain, or not.
 * It ends on SIGTERM, on POST /stop, and, unless told to stay, when no client has streamed its events for a while: a window
 * that crashed leaves nothing behind.
 */
const LEAVE_AFTER_MS = 15_000; // a window that is reloaded on a busy machine is back after 8 s

/** A stack that was told to end is gone by then: its worker has 5 s for what it has in hand. */
const ENDED_WITHIN_MS = 10_000;

/** Warnings until the stack is up. */
const notices: string[] = [];

const log: Logger = {
  debug: () => undefined,
  info: (text) => write("INFO", text),
  warning: (text) => {
    notices.push(text.replace(/^\[\w+\] /, ""));
    write("WARNING", text);
  },
  error: (text) => write("ERROR", text),
};

function write(level: string, text: string): void {
  process.stderr.write(`${new Date().toISOString()} [${level}] [stack] ${text}\n`);
}

async function main(): Promise<void> {
  const { stateDir, stay, preferredPorts, workerEnv = {} } = JSON.parse(process.argv[2] ?? "{}") as StackArguments;
  let lock = lockStack(stateDir);
  if (!lock) {
    await tell({ kind: "taken" });
    lock = lockStack(stateDir, ENDED_WITHIN_MS);
  }
  if (!lock) process.exit(0);
  const ports = preferredPorts ? PREFERRED_PORTS : { api: 0, sqs: 0, solapi: 0, control: 0 };
  const workerModule = path.join(__dirname, "worker.js");
  const stack = await Stack.start({ stateDir, ports, workerModule, workerEnv, log });
  const faults = new FaultLab(stack, stateDir);
  const token = randomBytes(24).toString("base64url");
  const end = async () => {
    await faults.clear();
    await stack.stop();
    await control.stop();
    lock.release();
    process.exit(0);
  };
  let hidden: Promise<void> | undefined;
  /** Resolves when nobody finds it any more: whoever starts a stack then does not join one that ends. */
  const stop = () => {
    clearTimeout(leave);
    hidden ??= removeStackAddress(stateDir).then(() => void setImmediate(() => void end().catch(fail)));
    return hidden;
  };
  let leave: NodeJS.Timeout | undefined;
  const onClients = (count: number) => {
    clearTimeout(leave);
    if (count === 0 && !stay) leave = setTimeout(() => void stop().catch(fail), LEAVE_AFTER_MS);
  };
  const control = await startControlServer(stack, faults, {
    port: ports.control,
    token,
    onClients,
    onStop: stop,
  });
  process.on("SIGTERM", () => void stop().catch(fail));
  process.on("SIGINT", () => void stop().catch(fail));
  await faults.repair();
  // A stack whose worker does not come up is up all the same, and shows it.
  await stack.worker.start().catch((error: unknown) => log.warning(messageOf(error)));
  const address: StackAddress = {
    pid: process.pid,
    startedAt: stack.startedAt,
    controlUrl: control.url,
    token,
    apiUrl: stack.api.baseUrl,
    apiToken: stack.keys.apiToken,
    sqsEndpoint: stack.queue.endpoint,
    queueUrl: stack.queue.queueUrl,
    solapiUrl: stack.sandbox.baseUrl,
    notices: [...notices],
  };
  await writeStackAddress(stateDir, address);
  await tell({ kind: "ready", address });
  onClients(0);
}

/** Resolves when it was handed over, or when nobody listens (any more). */
function tell(message: FromStack): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}

async function fail(error: unknown): Promise<never> {
  log.error(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
  await tell({ kind: "failed", message: messageOf(error) });
  process.exit(1);
}

main().catch(fail);
