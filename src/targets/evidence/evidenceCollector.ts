import { ExpectedError } from "../../common/errors";
import type { Evidence } from "../../diagnosis/evidence";
import type { LogLine } from "../../runtime/stack/lineBuffer";
import { correlate } from "./correlation";
import type { Environment, ProviderRecord, QueueReading } from "../environment";
import { exactly } from "./exactCorrelation";
import { Probes } from "../looking/probes";
import type { FailedProbe } from "../looking/probes";
import type { SentMessage } from "./sentMessage";
import { lastWords, readLinesBefore } from "./workerLinesBefore";

export interface CollectedEvidence {
  evidence: Evidence;
  /** Their parts are absent, hence unknown. */
  failed: FailedProbe[];
}

/** The provider's clock is not ours; more than this, and an earlier message would pass for this one. */
const PROVIDER_CLOCK_MS = 1_000;
const PROVIDER_AHEAD_MS = 60_000;
/** A log of a busy worker may name many groups; the message is in one of the newest. */
const MOST_GROUPS = 5;

/**
 * Looks at every layer of an environment at once, for what became of one send. A target that is not there, or does not
 * answer, leaves its part out. Looking changes nothing.
 */
export async function collectEvidence(
  environment: Environment,
  sent: SentMessage,
  signal?: AbortSignal,
): Promise<CollectedEvidence> {
  const probes = new Probes(signal);
  const { api, queue, worker, tenants, provider } = environment;
  const { tenantCode, lastLogIdBefore } = sent;
  const refusal: { error?: NonNullable<Evidence["provider"]>["error"] } = {};
  const linesOfWorker = probes.run("worker.logs", worker && ((signal) => worker.linesSince(sent.sentAt, signal)));
  const [apiLines, apiEnv, reading, container, lines, workerEnv, tenant, rows, senders, balance, records] =
    await Promise.all([
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
          ? (signal) => tenants.notificationLogs(lastLogIdBefore, environment.traces ? undefined : tenantCode, signal)
          : undefined,
      ),
      probes.run("provider.senders", provider && ((signal) => told(refusal, provider.senders(signal)))),
      probes.run("provider.balance", provider && ((signal) => told(refusal, provider.balance(signal)))),
      probes.run(
        "provider.messages",
        provider &&
          (async (signal) => told(refusal, newRecords(environment, sent, (await linesOfWorker) ?? [], signal))),
      ),
    ]);
  const seen = {
    ...(lines && { lines }),
    ...(rows && { rows }),
    ...(records && { records }),
    ...(tenant && { tenantId: tenant.id }),
  };
  const { traces } = environment;
  const own = traces ? await exactly(traces, sent, seen, probes) : correlate(sent, seen);
  const isTimed = traces === undefined;
  const apiOwn = traces && apiLines ? (await exactly(traces, sent, { lines: apiLines }, probes)).lines : apiLines;
  // A worker that was up at the look before the send may have ended, and said why, between that look and the send.
  const hasEnded = !["running", "missing", undefined].includes(container?.state);
  const ranBefore = Date.parse(container?.startedAt ?? "") < sent.sentAt; // not where it never ran
  const lastRun =
    hasEnded && ranBefore && sent.workerLinesBefore
      ? await probes.run("worker.logs before", worker && ((signal) => readLinesBefore(worker, signal)))
      : undefined;
  const workerLines = own.lines && [...lastWords(lastRun ?? sent.workerLinesBefore, sent.sentAt), ...own.lines];
  const providerPart = {
    ...(senders && { senders }),
    ...(balance && { balance }),
    ...(own.records && { messages: own.records.map(({ createdAt: _createdAt, ...record }) => record) }),
    ...refusal,
  };
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
    ...(reading && { queue: queuePart(sent, reading) }),
    ...((container || workerLines || workerEnv) && {
      worker: {
        ...(container && { container }),
        ...(workerLines && { logs: textOf(workerLines, isTimed) }),
        ...(workerEnv && { env: workerEnv }),
      },
    }),
    ...(tenant && { tenant }),
    ...(own.rows && { notificationLogs: [...own.rows] }),
    ...(Object.keys(providerPart).length > 0 && { provider: providerPart }),
    correlation: own.correlation,
    ...(sent.generation && { backend: { generation: sent.generation } }),
  };
  return { evidence, failed: probes.failed };
}

/** A refusal of the provider is evidence of its own, not a failed probe. */
async function told<T>(
  refusal: { error?: NonNullable<Evidence["provider"]>["error"] },
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!ExpectedError.is(error, "provider-refused")) throw error;
    refusal.error = error.cause as NonNullable<Evidence["provider"]>["error"];
    return undefined;
  }
}

/** Those that were there before the send are other messages', whatever the clocks say. */
async function newRecords(
  environment: Environment,
  sent: SentMessage,
  lines: readonly LogLine[],
  signal: AbortSignal,
): Promise<ProviderRecord[]> {
  const records = await recordsOf(environment, sent, lines, signal);
  return records.filter(({ messageId }) => !sent.recordsBefore?.has(messageId));
}

/** Of the groups that the worker's log names; where it names none, of the span. */
async function recordsOf(
  { provider, traces }: Environment,
  sent: SentMessage,
  lines: readonly LogLine[],
  signal: AbortSignal,
): Promise<ProviderRecord[]> {
  if (!provider) return [];
  if (traces) return (await Promise.all(sent.traceIds.slice(0, 20).map((id) => traces.records(id, signal)))).flat();
  const named = lines.flatMap(({ text }) => /\bgroup_id=(?!mock)([\w-]+)/.exec(text)?.[1] ?? []);
  const groups = [...new Set(named)].slice(-MOST_GROUPS);
  if (groups.length > 0) {
    return (await Promise.all(groups.map((groupId) => provider.messages({ groupId }, signal)))).flat();
  }
  const { answer } = sent;
  if (answer && ("error" in answer || answer.status >= 300)) return []; // the API took nothing
  return provider.messages({ from: sent.sentAt - PROVIDER_CLOCK_MS, to: Date.now() + PROVIDER_AHEAD_MS }, signal);
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

function queuePart({ queueBefore }: SentMessage, reading: QueueReading): NonNullable<Evidence["queue"]> {
  const { name, region, url, counts, redrive, error } = reading;
  return {
    name,
    region,
    ...(url !== undefined && { url }),
    ...(queueBefore && { before: queueBefore }),
    ...(counts && { after: counts }),
    ...(counts?.oldestAgeSeconds !== undefined && { oldestAgeSeconds: counts.oldestAgeSeconds }),
    ...(redrive !== undefined && { redrive }),
    ...(error && { error }),
  };
}

/** A foreign log's own times have no zone, and tracebacks have none at all: its lines carry those of their arrival. */
const textOf = (lines: readonly { at: number; text: string }[], isTimed: boolean) =>
  lines.map(({ at, text }) => (isTimed ? `${new Date(at).toISOString()} ${text}` : text)).join("\n");
