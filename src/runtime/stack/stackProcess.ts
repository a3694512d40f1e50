import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { DisposableStack } from "../../common/disposable";
import { ExpectedError, messageOf } from "../../common/errors";
import { removeOlderCompiledCode } from "../control/compiledCode";
import { CONTRACT_VERSION } from "../control/contract/contractVersion";
import { startControlServer, type ControlServer } from "../control/controlServer";
import { FaultLab } from "../faults/faultLab";
import { PublishedAddress } from "./stateFolder/publishedAddress";
import { Stack } from "./stack";
import { PREFERRED_PORTS } from "./stackParts";
import { StackLifetime } from "./stackLifetime";
import { lockStack } from "./stateFolder/stackLock";
import { StackLog } from "./stateFolder/stackLog";
import { stackArguments } from "./stackProcessMessages";
import type { FromStack, StackArguments } from "./stackProcessMessages";
import type { StackAddress } from "../control/stackContract";

/**
 * The stack as a process: `dist/stack.js '{"stateDir": …}'`. Sends the process that forked it `ready` with its address,
 * or `failed`. If another stack of this workspace is running, it first sends `taken` and waits a while for that stack
 * to end. The stack ends on SIGTERM, on POST /stop, and, without `stay`, after a while without clients; its process ends
 * with it. With `again`, the process says `ended` and waits for the arguments of the next stack:
 *
 *     arguments ─▶ starting ─ready─▶ up ─stack ends─▶ exit
 *                     ▲               └──`again`, ended──▶ idle ─process that forked it is gone─▶ exit
 *                     └────────────────arguments────────────┘
 */
const ANY_PORTS = { api: 0, sqs: 0, solapi: 0, control: 0 };

/** How long a start waits for the previous stack to end. */
const LOCKED_WITHIN_MS = 10_000;

/** Longer than all parts may take; after that the process exits regardless. */
const ENDED_WITHIN_MS = 25_000;

async function main(): Promise<void> {
  process.umask(0o077);
  const given = stackArguments.parse(JSON.parse(process.argv[2] ?? "null"));
  if (!given.again) {
    await runOrFail(given, new StackLog(path.join(given.stateDir, "stack.log")));
    process.exit(0);
  }
  for (let next = given; ; next = await nextStack()) {
    fs.mkdirSync(next.stateDir, { recursive: true, mode: 0o700 });
    const file = path.join(next.stateDir, "stack.log");
    const descriptor = fs.openSync(file, "a", 0o600);
    await runOrFail(next, new StackLog(file, descriptor));
    fs.closeSync(descriptor);
    if (!process.connected) process.exit(0);
  }
}

async function nextStack(): Promise<StackArguments> {
  const orphaned = () => process.exit(0);
  process.once("disconnect", orphaned);
  const next = once(process, "message") as Promise<[unknown]>;
  await tell({ kind: "ended" });
  const [given] = await next;
  process.off("disconnect", orphaned);
  return stackArguments.parse(given);
}

/** Resolves when the stack has ended. */
async function runOrFail(given: StackArguments, log: StackLog): Promise<void> {
  const failed = (error: unknown) => void fail(error, log);
  process.on("uncaughtException", failed);
  await run(given, log).catch(failed);
  process.off("uncaughtException", failed);
}

async function run(
  { stateDir, stay, preferredPorts, openSqs = false, workerEnv = {} }: StackArguments,
  log: StackLog,
): Promise<void> {
  const lock = await lockedStack(stateDir, log);
  if (!lock) process.exit(0);
  const parts = new DisposableStack();
  parts.push({ dispose: () => lock.release() });
  void removeOlderCompiledCode(process.env);
  const { promise: ended, resolve: hasEnded } = Promise.withResolvers<void>();
  const end = async () => {
    const late = setTimeout(() => process.exit(1), ENDED_WITHIN_MS).unref();
    await parts.dispose().catch((error: unknown) => log.error(`not everything was closed: ${messageOf(error)}`));
    clearTimeout(late);
    hasEnded();
  };
  const published = new PublishedAddress(stateDir, log);
  const lifetime: StackLifetime = new StackLifetime({
    stay,
    show: () => published.show(address),
    hide: () => published.hide(),
    end,
  });
  // Closed after the stack: clients take the end of their streams for the end of every port.
  const opened: { control?: ControlServer } = {};
  parts.push({ dispose: async () => opened.control?.stop() });
  const stack = await Stack.start({
    stateDir,
    ports: preferredPorts ? PREFERRED_PORTS : ANY_PORTS,
    workerModule: path.join(__dirname, "worker.js"),
    workerEnv,
    openSqs,
    log,
  });
  parts.push({ dispose: () => stack.stop() });
  const faults = new FaultLab(stack, stateDir);
  const token = randomBytes(24).toString("base64url");
  const control = (opened.control = await startControlServer(stack, faults, {
    port: preferredPorts ? PREFERRED_PORTS.control : 0,
    token,
    lifetime,
    notices: () => log.notices,
    log,
  }));
  parts.push({ dispose: async () => void (await faults.clear()) });
  // First of all: clearing a fault would start it again.
  parts.push({ dispose: () => stack.worker.retire() });
  const stop = () => void lifetime.stop();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, stop);
    parts.push({ dispose: () => void process.off(signal, stop) });
  }
  await faults.repair();
  // A stack whose worker does not start is up all the same, and shows it.
  await stack.worker.start().catch((error: unknown) => log.warning(messageOf(error)));
  const { api, keys, queue, sandbox } = stack.parts;
  const address: StackAddress = {
    contract: CONTRACT_VERSION,
    pid: process.pid,
    startedAt: stack.startedAt,
    controlUrl: control.url,
    token,
    apiUrl: api.baseUrl,
    apiToken: keys.apiToken,
    sqsEndpoint: queue.endpoint,
    ...(!openSqs && { awsAccessKeyId: keys.awsAccessKeyId }),
    queueUrl: queue.queueUrl,
    solapiUrl: sandbox.baseUrl,
    notices: [...log.notices],
  };
  if (!lifetime.isEnding) {
    await lifetime.begin();
    await tell({ kind: "ready", address });
  }
  await ended;
}

/** Undefined if another stack holds the folder. */
async function lockedStack(stateDir: string, log: StackLog) {
  const lock = lockStack(stateDir, log);
  if (lock) return lock;
  await tell({ kind: "taken" });
  return lockStack(stateDir, log, LOCKED_WITHIN_MS);
}

/** Resolves when the message is handed over, or if nobody listens. */
function tell(message: FromStack): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}

async function fail(error: unknown, log: StackLog): Promise<never> {
  log.error(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
  const advice = ExpectedError.is(error)
    ? { reason: error.reason, ...(error.nextStep !== undefined && { nextStep: error.nextStep }) }
    : {};
  await tell({ kind: "failed", message: messageOf(error), ...advice });
  process.exit(1);
}

void main();
