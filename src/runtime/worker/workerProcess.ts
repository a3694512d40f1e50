import { systemClock } from "../../common/clock";
import { ExpectedError, messageOf } from "../../common/errors";
import type { MessageEvent } from "../message/messageEvents";
import { isHoldPoint } from "../holds/holdPoint";
import { MockProvider } from "../provider/mockProvider";
import type { Provider } from "../provider/provider";
import { SolapiClient } from "../provider/solapiClient";
import { readSettings } from "./workerSettings";
import type { WorkerSettings } from "./workerSettings";
import type { JobStore } from "./jobs/jobStore";
import { SqliteJobStore } from "./jobs/sqliteJobStore";
import { Worker } from "./messagingWorker";
import { WorkerLog } from "./workerLog";
import { toWorker } from "./workerMessages";
import { WorkerPoints } from "./workerPoints";
import { openSqsClient } from "../queue/client/sqsClient";
import { WORKER_AGENT } from "../queue/payload";
import type { FromWorker, StartFailure } from "./workerMessages";

/**
 * The worker as a process: `dist/worker.js`, configured by its variables, logging to stdout. Exits with 0 after
 * SIGTERM, SIGINT or the end of the stack that forked it, and with 1 if its variables or its database prevent its
 * start.
 */
const log = new WorkerLog(process.stdout);

async function main(): Promise<void> {
  let settings: WorkerSettings;
  let store: JobStore;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    if (!ExpectedError.is(error)) throw error;
    const isMissing = error.reason === "env-missing";
    if (isMissing) log.critical(`config error: ${error.message}`);
    else log.error(`Fatal error in Messaging Worker: ${error.message}`);
    return endAtStart(isMissing ? "env-missing" : "env-invalid", error.message);
  }
  try {
    store = await openJobStore(settings);
  } catch (error) {
    log.error(`DB connection failed at startup: ${messageOf(error)}. Exiting.`);
    return endAtStart("database", messageOf(error));
  }
  if (settings.ormAvailable) log.info("Django setup done (ORM available)");
  log.info(`SQSQueueClient initialized: ${settings.region}`);
  const userAgent = `${WORKER_AGENT}${process.pid}`;
  const sqs = await openSqsClient({ userAgent, config: { region: settings.region }, log });
  const provider = openProvider(settings);
  const points = new WorkerPoints(process.argv.slice(2).filter(isHoldPoint), (id, arrival) =>
    tell({ kind: "reached", id, arrival }),
  );
  const worker = new Worker({
    settings,
    store,
    sqs: { ...sqs, endpoint: settings.sqsEndpoint },
    provider,
    emit: emitToStack,
    onPollFailed: (failure) => tell({ kind: "poll-failed", failure }),
    told: () => lastBatch,
    points,
    log,
    clock: systemClock,
  });
  let stopping = false;
  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    const current = worker.inFlight > 0 ? "processing" : "none";
    log.info(`Received ${why}, initiating graceful shutdown... | current_job=${current}`);
    await worker.stop();
    log.info("Graceful shutdown: exiting");
    log.info("Messaging Worker shutdown complete");
    await log.flush();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("signal"));
  process.on("SIGINT", () => void stop("signal"));
  // The stack that forked it is gone: never run as an orphan.
  process.on("disconnect", () => void stop("end of the stack"));
  process.on("message", (message) => {
    const told = toWorker.parse(message);
    switch (told.kind) {
      case "ping":
        return tell({ kind: "pong" });
      case "hand-over":
        return worker.handOver(told.messageId, told.body);
      case "arm":
        points.arm(told.points);
        return tell({ kind: "armed", order: told.order });
      case "depart":
        return points.depart(told.id, told.departure);
    }
  });
  await Promise.all([worker.start(), provider.warmUp()]);
  const { queueName, region, mock, ormAvailable, sender: fallbackSender } = settings;
  tell({ kind: "started", queueName, region, mock, ormAvailable, fallbackSender });
}

async function endAtStart(reason: StartFailure, message: string): Promise<never> {
  await new Promise<void>((resolve) => tell({ kind: "failed", reason, message }, resolve));
  await log.flush();
  process.exit(1);
}

/** SQLite for the embedded store; with the backend's own Postgres, many workers share the jobs. */
async function openJobStore({
  databaseUrl,
  visibilityTimeoutSeconds,
  ormAvailable,
}: WorkerSettings): Promise<JobStore> {
  const { protocol, pathname } = new URL(databaseUrl);
  const options = { leaseMs: visibilityTimeoutSeconds * 1_000, ormAvailable, clock: systemClock };
  switch (protocol) {
    case "sqlite:": {
      const path = decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, "");
      return new SqliteJobStore({ path, ...options });
    }
    case "postgres:":
    case "postgresql:": {
      const { PostgresJobStore } = await import("./jobs/postgresJobStore");
      return PostgresJobStore.open({ url: databaseUrl, ...options });
    }
    default:
      throw new Error(`DATABASE_URL has the unknown scheme ${protocol}`);
  }
}

function openProvider({ mock, apiKey, apiSecret, solapiBaseUrl, solapiTimeoutMs }: WorkerSettings): Provider {
  if (mock) return new MockProvider(log);
  return new SolapiClient({
    apiKey,
    apiSecret,
    baseUrl: solapiBaseUrl,
    timeoutMs: solapiTimeoutMs,
    // The backend's httpx logs this line too: it distinguishes a real call from a mocked one.
    onExchange: ({ method, url, status }) => {
      if (status !== undefined) log.info(`HTTP Request: ${method} ${url} "HTTP/1.1 ${status}"`);
    },
  });
}

let pending: MessageEvent[] = [];
/** For the newest events: resolves when they are sent, or when nobody is connected to receive them. */
let lastBatch = Promise.resolve();

/** Sends the events of one turn of the event loop together. */
function emitToStack(event: MessageEvent): void {
  if (!process.connected) return;
  if (pending.length === 0) {
    lastBatch = new Promise((resolve) => {
      setImmediate(() => {
        tell({ kind: "events", events: pending }, resolve);
        pending = [];
      });
    });
  }
  pending.push(event);
}

function tell(message: FromWorker, out: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, out);
  else out();
}

main().catch(async (error: unknown) => {
  log.error(`Fatal error in Messaging Worker\n${error instanceof Error ? error.stack : messageOf(error)}`);
  await log.flush();
  process.exit(1);
});
