import { randomBytes } from "node:crypto";
import path from "node:path";
import { DisposableStack } from "../../common/disposable";
import { ExpectedError, messageOf } from "../../common/errors";
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
 * to end. The process ends on SIGTERM, on POST /stop, and, without `stay`, after a while without clients.
 */
const ANY_PORTS = { api: 0, sqs: 0, solapi: 0, control: 0 };

/** How long a start waits for the previous stack to end. */
const LOCKED_WITHIN_MS = 10_000;

/** Longer than all parts may take; after that the process exits regardless. */
const ENDED_WITHIN_MS = 25_000;

async function main(): Promise<void> {
  process.umask(0o077);
  const given = stackArguments.parse(JSON.parse(process.argv[2] ?? "null"));
  const log = new StackLog(path.join(given.stateDir, "stack.log"));
  process.on("uncaughtException", (error) => void fail(error, log));
  try {
    await run(given, log);
  } catch (error) {
    await fail(error, log);
  }
}

async function run(
  { stateDir, stay, preferredPorts, openSqs = false, workerEnv = {} }: StackArguments,
  log: StackLog,
): Promise<void> {
  const lock = await lockedStack(stateDir, log);
  if (!lock) process.exit(0);
  const parts = new DisposableStack();
  parts.push({ dispose: () => lock.release() });
  const end = async () => {
    setTimeout(() => process.exit(1), ENDED_WITHIN_MS).unref();
    await parts.dispose().catch((error: unknown) => log.error(`not everything was closed: ${messageOf(error)}`));
    process.exit(0);
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
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void lifetime.stop());
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
  if (lifetime.isEnding) return;
  await lifetime.begin();
  await tell({ kind: "ready", address });
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
