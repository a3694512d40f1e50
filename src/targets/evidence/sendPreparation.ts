import type { LogLine } from "../../runtime/lineBuffer";
import type { SendRequest } from "../../runtime/stackContract";
import type { Environment, WorkerContainer, WorkerTarget } from "../environment";
import { Probes } from "../probes";
import type { FailedProbe } from "../probes";
import { LOG_TOLERANCE_MS } from "./sentMessage";
import type { SentMessage } from "./sentMessage";
import { recogniseVersion } from "../version/versionRecognition";

/** The first look at an environment may have to start a helper or log in. */
const FIRST_LOOK_MS = 5_000;
/** How far back the log of a running worker is read, for how it was configured, and the provider's records. */
const LOOK_BACK_MS = 60_000;
/** Enough for the start lines and the last words. */
const KEPT_LINES = 200;

export interface Preparation {
  sent: SentMessage;
  failed: FailedProbe[];
}

/** How things stand before a send: what is new afterwards is the message's, or another's of the same span. */
export async function prepareSend(
  environment: Environment,
  tenantCode: string,
  request: SendRequest | undefined,
  { workspace, signal }: { workspace?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Preparation> {
  const probes = new Probes(signal, FIRST_LOOK_MS);
  const { queue, tenants, worker, provider, traces } = environment;
  const linesBefore = probes.run(
    "worker.logs before",
    worker && !traces ? (signal) => readLinesBefore(worker, signal) : undefined,
  );
  const [reading, lastLogId, recipients, workerLinesBefore, version, recordsBefore] = await Promise.all([
    probes.run("queue before", queue && ((signal) => queue.measure(signal))),
    probes.run(
      "notificationLogs before",
      tenants && ((signal) => tenants.lastLogId(traces ? undefined : tenantCode, signal)),
    ),
    probes.run(
      "recipients",
      request && tenants?.recipients && !traces
        ? (signal) => tenants.recipients!(tenantCode, request.student_ids, request.send_to ?? "parent", signal)
        : undefined,
    ),
    linesBefore,
    traces
      ? undefined
      : probes.run("version", async (signal) =>
          recogniseVersion(environment, { lines: (await linesBefore) ?? [], workspace, signal }),
        ),
    probes.run(
      "provider.messages before",
      provider && !traces
        ? (signal) => provider.messages({ from: Date.now() - LOOK_BACK_MS, to: Date.now() + LOOK_BACK_MS }, signal)
        : undefined,
    ),
  ]);
  const sent: SentMessage = {
    sentAt: Date.now(),
    tenantCode,
    ...(request && { request }),
    traceIds: [],
    ...(reading?.counts && { queueBefore: reading.counts }),
    ...(lastLogId !== undefined && { lastLogIdBefore: lastLogId }),
    ...(recipients && { recipients }),
    ...(workerLinesBefore && { workerLinesBefore }),
    ...(recordsBefore && { recordsBefore: new Set(recordsBefore.map(({ messageId }) => messageId)) }),
    ...(version?.generation && { generation: version.generation }),
  };
  return { sent, failed: probes.failed };
}

/** Of a worker that is down, its last run: its last words say why. Of one that is up, without the last moments. */
async function readLinesBefore(worker: WorkerTarget, signal: AbortSignal): Promise<LogLine[] | undefined> {
  const container: WorkerContainer = await worker.container(signal);
  if (container.state === "missing") return undefined;
  const startedAt = Date.parse(container.startedAt ?? "");
  const isUp = container.state === "running";
  const now = Date.now();
  const isTold = isUp && worker.environment !== undefined;
  const since = Number.isFinite(startedAt) && !isTold ? startedAt : now - LOOK_BACK_MS;
  const lines = (await worker.linesSince(since, signal)).filter(({ at }) => !isUp || at < now - LOG_TOLERANCE_MS);
  if (lines.length <= 2 * KEPT_LINES) return lines;
  return [...lines.slice(0, KEPT_LINES), ...lines.slice(-KEPT_LINES)];
}
