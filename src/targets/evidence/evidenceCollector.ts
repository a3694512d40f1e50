import type { Evidence } from "../../diagnosis/evidence";
import { correlate } from "./correlation";
import type { Correlated } from "./correlation";
import type { Environment, QueueReading, WorkerTarget } from "../environment";
import { atTheClaim } from "./eventEvidence";
import { exactly, lookAtEvents } from "./exactCorrelation";
import { lookAtOtherConsumer } from "./otherConsumer";
import { lookAtProvider } from "./providerEvidence";
import { Probes } from "../looking/probes";
import type { FailedProbe } from "../looking/probes";
import type { SentMessage } from "./sentMessage";
import { lastWords, readLinesBefore } from "./workerLinesBefore";

export interface CollectedEvidence {
  evidence: Evidence;
  /** Their parts are absent, hence unknown. */
  failed: FailedProbe[];
}

/**
 * The only way to collect evidence: looks at every layer of an environment in parallel, for the outcome of one send. A
 * target that is missing or does not answer leaves its part out. Read-only.
 *
 *     targets ─▶ lines, rows, records ─┐
 *     events of our own runtime ───────┴─▶ which of them are this send's ─▶ evidence
 */
export async function collectEvidence(
  environment: Environment,
  sent: SentMessage,
  signal?: AbortSignal,
): Promise<CollectedEvidence> {
  const probes = new Probes(signal);
  const { api, queue, worker, tenants, traces } = environment;
  const { tenantCode, lastLogIdBefore } = sent;
  const linesOfWorker = probes.run("worker.logs", worker && ((signal) => worker.linesSince(sent.sentAt, signal)));
  const [apiLines, apiEnv, reading, container, lines, workerEnv, tenant, rows, provider, events] = await Promise.all([
    probes.run("api.logs", api?.linesSince && ((signal) => api.linesSince!(sent.sentAt, signal))),
    probes.run("api.env", api?.variables && ((signal) => api.variables!(signal))),
    probes.run("queue", queue && ((signal) => queue.measure(signal))),
    probes.run("worker.container", worker && ((signal) => worker.container(signal))),
    linesOfWorker,
    probes.run("worker.env", worker?.variables && ((signal) => worker.variables!(signal))),
    probes.run("tenant", tenants && ((signal) => tenants.record(tenantCode, signal))),
    probes.run(
      "notificationLogs",
      tenants && lastLogIdBefore !== undefined
        ? (signal) => tenants.notificationLogs(lastLogIdBefore, traces ? undefined : tenantCode, signal)
        : undefined,
    ),
    lookAtProvider(environment, sent, linesOfWorker, probes),
    traces && lookAtEvents(traces, sent, probes),
  ]);
  const { records } = provider;
  const seen = {
    ...(lines && { lines }),
    ...(rows && { rows }),
    ...(records && { records }),
    ...(tenant && { tenantId: tenant.id }),
  };
  const others = events && (await lookAtOtherConsumer(environment, sent, reading, events, probes));
  const own: Correlated = { ...(events ? exactly(sent, seen, events) : correlate(sent, seen)), ...others?.correlated };
  const apiOwn = events && apiLines ? exactly(sent, { lines: apiLines }, events).lines : apiLines;
  const isTimed = traces === undefined;
  const workerLines = own.lines && [...(await wordsBefore(worker, container, sent, probes)), ...own.lines];
  const atClaim = events ? atTheClaim(events, tenant, workerEnv) : { ...(tenant && { tenant }), env: workerEnv };
  const messages = sent.records ?? own.records?.map(({ createdAt: _createdAt, ...record }) => record);
  const providerPart = { ...provider.part, ...(messages && { messages: [...messages] }) };
  const evidence: Evidence = {
    version: 1,
    sentAt: new Date(sent.sentAt).toISOString(),
    collectedAt: new Date().toISOString(),
    ...(environment.timeZone !== undefined && { timeZone: environment.timeZone }),
    ...requestPart(sent),
    api: {
      ...answerPart(sent),
      ...(apiOwn && { logs: textOf(apiOwn, isTimed) }),
      ...(apiEnv && { env: apiEnv }),
    },
    ...(reading && { queue: queuePart(sent, reading, probes) }),
    ...((container || workerLines || workerEnv) && {
      worker: {
        ...(container && { container }),
        ...(workerLines && { logs: textOf(workerLines, isTimed) }),
        ...(atClaim.env && { env: atClaim.env }),
      },
    }),
    ...(atClaim.tenant && { tenant: atClaim.tenant }),
    ...(own.rows && { notificationLogs: [...own.rows] }),
    ...(Object.keys(providerPart).length > 0 && { provider: providerPart }),
    correlation: own.correlation,
    ...(others && { otherConsumer: others.consumer }),
    ...(sent.generation && { backend: { generation: sent.generation } }),
  };
  return { evidence, failed: probes.failed };
}

/** A worker that was up at the look before the send may have ended, and said why, between that look and the send. */
async function wordsBefore(
  worker: WorkerTarget | undefined,
  container: NonNullable<Evidence["worker"]>["container"],
  { sentAt, workerLinesBefore }: SentMessage,
  probes: Probes,
): Promise<readonly { at: number; text: string }[]> {
  const hasEnded = !["running", "missing", undefined].includes(container?.state);
  const ranBefore = Date.parse(container?.startedAt ?? "") < sentAt; // not where it never ran
  const lastRun =
    hasEnded && ranBefore && workerLinesBefore
      ? await probes.run("worker.logs before", worker && ((signal) => readLinesBefore(worker, signal)))
      : undefined;
  return lastWords(lastRun ?? workerLinesBefore, sentAt);
}

function requestPart({ request }: SentMessage): Pick<Evidence, "request"> {
  if (!request) return {};
  const { template_id: templateId, ...rest } = request;
  return { request: { ...rest, ...(templateId != null && { template_id: String(templateId) }) } };
}

function answerPart({ answer }: SentMessage): NonNullable<Evidence["api"]> {
  if (!answer) return {};
  if ("error" in answer) return { error: answer.error, elapsedMs: answer.elapsedMs };
  return { status: answer.status, body: answer.body, elapsedMs: Math.round(answer.elapsedMs) };
}

/**
 * A look that only the viewer's own access prevents (no AWS keys on this machine, no right to read attributes) is a
 * failed look, not an error of the queue. A missing queue is a fact about the queue.
 */
function queuePart(
  { queueBefore }: SentMessage,
  reading: QueueReading,
  probes: Probes,
): NonNullable<Evidence["queue"]> {
  const { name, region, url, counts, redrive, error, refusal } = reading;
  const isOfViewer = refusal !== undefined && refusal.reason !== "queue-not-found";
  if (isOfViewer) probes.fail("queue", refusal);
  return {
    name,
    region,
    ...(url !== undefined && { url }),
    ...(queueBefore && { before: queueBefore }),
    ...(counts && { after: counts }),
    ...(counts?.oldestAgeSeconds !== undefined && { oldestAgeSeconds: counts.oldestAgeSeconds }),
    ...(redrive !== undefined && { redrive }),
    ...(error && !isOfViewer && { error }),
  };
}

/** A foreign log's times have no zone, and tracebacks have no times: their lines get the time of arrival. */
const textOf = (lines: readonly { at: number; text: string }[], isTimed: boolean) =>
  lines.map(({ at, text }) => (isTimed ? `${new Date(at).toISOString()} ${text}` : text)).join("\n");
