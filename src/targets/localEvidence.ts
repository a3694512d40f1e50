import { messageOf } from "../common/errors";
import type { Evidence } from "../diagnosis/evidence";
import type { LogLine } from "../runtime/lineBuffer";
import type { QueueCounts } from "../runtime/queue/queueServer";
import type { ApiAnswer, SendRequest, StackClient } from "../runtime/stackClient";
import type { StackSnapshot } from "../runtime/stackSnapshot";
import type { WorkerStatus } from "../runtime/workerSupervisor";

/** How long one probe may take; a slower one is left out, and the diagnosis goes on without it. */
const PROBE_MS = 2_000;

export const WORKER_NAME = "academy-messaging-worker";

/** What is known of a test send, and how things stood before it. */
export interface SentMessage {
  /** Milliseconds since the Unix epoch. */
  sentAt: number;
  tenantCode: string;
  request?: SendRequest;
  /** Undefined for a message that was put on the queue. */
  answer?: ApiAnswer | { error: { code: string; message: string }; elapsedMs: number };
  traceIds: readonly string[];
  queueBefore?: QueueCounts;
  lastLogIdBefore: number;
}

export interface CollectedEvidence {
  evidence: Evidence;
  /** Probes that did not come to an end: their parts are absent, hence unknown. */
  failed: { probe: string; reason: string }[];
}

type Part = Partial<Evidence>;

/**
 * Looks at every layer of the local stack at once. Each probe stands alone: one that fails or takes too long leaves its
 * part out. Looking changes nothing.
 */
export async function collectEvidence(
  client: StackClient,
  sent: SentMessage,
  signal?: AbortSignal,
): Promise<CollectedEvidence> {
  const failed: CollectedEvidence["failed"] = [];
  const probe = async (name: string, look: () => Promise<Part>): Promise<Part> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PROBE_MS} ms`)), PROBE_MS);
    });
    try {
      return await Promise.race([look(), late]);
    } catch (error) {
      failed.push({ probe: name, reason: messageOf(error) });
      return {};
    } finally {
      clearTimeout(timer);
    }
  };
  signal?.throwIfAborted();
  const snapshot = client.snapshot(signal);
  snapshot.catch(() => undefined); // told by the probes that wait for it
  const environment = client.environment();
  environment.catch(() => undefined);
  const [api, queue, worker, tenant, logs, provider] = await Promise.all([
    probe("api", async () => ({ api: apiPart(sent, await client.recentLogs("api"), (await environment).api) })),
    probe("queue", async () => ({ queue: queuePart(sent, await snapshot) })),
    probe("worker", async () => {
      const [lines, { worker }, { worker: env }] = await Promise.all([
        client.recentLogs("worker"),
        snapshot,
        environment,
      ]);
      return { worker: { container: containerOf(worker), logs: ownLines(lines, sent), env } };
    }),
    probe("tenant", async () => ({ tenant: await client.tenantRecord(sent.tenantCode) })),
    probe("notificationLogs", async () => ({ notificationLogs: await ownRows(client, sent) })),
    probe("provider", async () => ({ provider: await providerPart(client, sent, await snapshot) })),
  ]);
  const { template_id: templateId, ...rest } = sent.request ?? {};
  const request = sent.request && {
    request: { ...rest, ...(templateId != null && { template_id: String(templateId) }) },
  };
  const times = { sentAt: new Date(sent.sentAt).toISOString(), collectedAt: new Date().toISOString() };
  const evidence: Evidence = {
    version: 1,
    ...times,
    ...request,
    ...api,
    ...queue,
    ...worker,
    ...tenant,
    ...logs,
    ...provider,
  };
  return { evidence, failed };
}

function apiPart(sent: SentMessage, lines: LogLine[], env: Record<string, string>): Evidence["api"] {
  const logs = ownLines(lines, sent);
  const { answer } = sent;
  if (!answer) return { logs, env };
  if ("error" in answer) return { error: answer.error, elapsedMs: answer.elapsedMs, logs, env };
  return { status: answer.status, body: answer.body, elapsedMs: Math.round(answer.elapsedMs), logs, env };
}

function queuePart({ queueBefore }: SentMessage, { queue }: StackSnapshot): Evidence["queue"] {
  const { name, url, region, redrive, counts } = queue;
  const common = { name, url, region, ...(queueBefore && { before: queueBefore }) };
  if (!counts) {
    const code = "AWS.SimpleQueueService.NonExistentQueue";
    return { ...common, error: { code, message: `The specified queue does not exist: ${name}` } };
  }
  return { ...common, after: counts, oldestAgeSeconds: counts.oldestAgeSeconds, redrive: redrive ?? null };
}

/** The worker's process in a container engine's words, which the rules know. */
function containerOf({ state, exitCode, signal, oomKilled, restartCount, startedAt }: WorkerStatus) {
  const docker = {
    stopped: "missing",
    starting: restartCount > 0 ? "restarting" : "created",
    running: "running",
    restarting: "restarting",
    exited: "exited",
  };
  return {
    name: WORKER_NAME,
    state: docker[state],
    restartCount,
    ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
    ...(oomKilled !== undefined && { oomKilled }),
    // As a shell and Docker count them: 128 and the signal's number.
    ...(signal === "SIGKILL" ? { exitCode: 137 } : exitCode !== undefined && { exitCode }),
  };
}

async function providerPart(
  client: StackClient,
  { traceIds }: SentMessage,
  { provider }: StackSnapshot,
): Promise<Evidence["provider"]> {
  const { senders, balance } = provider;
  const sent = await Promise.all(traceIds.slice(0, 20).map((traceId) => client.inbox(traceId)));
  const messages = sent
    .flat()
    .map(({ messageId, groupId, statusCode, to, type }) => ({ messageId, groupId, statusCode, to, type }));
  return { senders, balance: { balance, point: 0 }, messages };
}

const TRACE_ID = / trace_id=(\S+)$/;

/** What was logged from the send on, without the lines that are marked as another message's. */
function ownLines(lines: readonly LogLine[], { sentAt, traceIds }: SentMessage): string {
  const isOwn = (text: string) => {
    const traceId = TRACE_ID.exec(text)?.[1];
    return traceId === undefined || traceIds.includes(traceId);
  };
  return lines
    .filter(({ at, text }) => at >= sentAt && isOwn(text))
    .map(({ text }) => text)
    .join("\n");
}

/** Rows carry no trace id: those that the message's own events name, or none where they name none. */
async function ownRows(client: StackClient, { lastLogIdBefore, traceIds }: SentMessage) {
  const [rows, traces] = await Promise.all([
    client.notificationLogs(lastLogIdBefore),
    Promise.all(traceIds.map((traceId) => client.trace(traceId).catch(() => undefined))),
  ]);
  const own = new Set(
    traces.flatMap((trace) =>
      (trace?.events ?? []).flatMap((event) => (event.type === "worker.logged" ? event.details.notificationLogId : [])),
    ),
  );
  return rows.filter(({ id }) => own.has(Number(id)));
}
