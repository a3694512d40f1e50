import type { SendRequest } from "../../runtime/control/stackContract";
import type { Environment } from "../environment";
import { Probes } from "../looking/probes";
import type { FailedProbe } from "../looking/probes";
import { LOOK_BACK_MS } from "./sentMessage";
import type { SentMessage } from "./sentMessage";
import { readLinesBefore } from "./workerLinesBefore";
import { phoneDigits } from "../tenants/phoneDigits";
import { recogniseVersion } from "../version/versionRecognition";

/** The first look at an environment may have to start a helper or log in. */
const FIRST_LOOK_MS = 5_000;

export interface Preparation {
  sent: SentMessage;
  failed: FailedProbe[];
}

/** Records the state before a send: anything new afterwards belongs to the message, or to another of the same time. */
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
    ...(recipients && { recipients: recipients.flatMap(({ number }) => phoneDigits(number ?? "") ?? []) }),
    ...(workerLinesBefore && { workerLinesBefore }),
    ...(recordsBefore && { recordsBefore: new Set(recordsBefore.map(({ messageId }) => messageId)) }),
    ...(version?.generation && { generation: version.generation }),
  };
  return { sent, failed: probes.failed };
}
