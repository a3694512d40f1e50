import { clientName } from "../../common/shown/clientName";
import { POLL_EXPECTED_WITHIN_MS } from "../../runtime/queue/pollerRegistry";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { StackReadings } from "../../runtime/stack/probes/stackReadings";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import { LOCAL } from "../environment";
import { isStacksWorker } from "./localQueue";
import type {
  DataReading,
  LayersSnapshot,
  Measured,
  ProviderReading,
  QueueView,
  WorkerReading,
} from "../layers/layersSnapshot";

/** Two missed signs of life: the stack confirms its state every second. */
export const STALE_AFTER_MS = 2_500;

/** How often the layers are asked while watched, if no event reports a change. */
export const ASK_EVERY_MS = 5_000;

/** Two unanswered requests. */
const ANSWERS_STALE_AFTER_MS = 2 * ASK_EVERY_MS + 2_000;

/** What a client knows of the stack at one time. */
export interface StackView {
  snapshot: StackSnapshot;
  /** Absent until the layers have been asked. */
  readings?: StackReadings;
  /** The tenant that the data is about; absent if none has that code. */
  tenant?: TenantSummary;
  /** When the stack last confirmed its snapshot, in milliseconds since the Unix epoch. */
  confirmedAt?: number;
}

/** The embedded stack as layers. */
export function layersOfStack({ snapshot, readings, tenant, confirmedAt = snapshot.at }: StackView): LayersSnapshot {
  const { api, lastErrors, faults = [] } = snapshot;
  const told = <T>(value: T): Measured<T> => ({ at: confirmedAt, value, staleAfterMs: STALE_AFTER_MS });
  const asked = <T>(value: T): Measured<T> =>
    readings ? { at: readings.at, value, staleAfterMs: ANSWERS_STALE_AFTER_MS } : told(value);
  return {
    name: LOCAL,
    isLocal: true,
    isProduction: false,
    api: asked({
      url: api.url,
      ...(readings && { info: readings.api }),
      ...(api.lastAnswer && { lastSend: api.lastAnswer }),
    }),
    queue: told(queueView(snapshot, readings)),
    worker: told(workerReading(snapshot, readings)),
    provider: asked(providerReading(snapshot, readings)),
    data: asked(dataReading(snapshot, readings, tenant)),
    lastErrors,
    faults,
  };
}

function queueView({ queue }: StackSnapshot, readings: StackReadings | undefined): QueueView {
  const { name, region, url, endpoint, counts, redrive } = queue;
  return {
    ...{ name, region, url, endpoint },
    ...(counts && { counts }),
    ...(redrive && { redrive }),
    ...(readings && { asApi: readings.queue.api }),
    ...(readings?.queue.worker && { asWorker: readings.queue.worker }),
  };
}

function workerReading(
  { at, worker, isWorkerAside, queue: { name: queue, pollers } }: StackSnapshot,
  readings: StackReadings | undefined,
): WorkerReading {
  const { pid, pollFailure, ...status } = worker;
  const own = pollers.filter(({ userAgent }) => userAgent === `messaging-worker/${pid}`);
  const other = pollers.find(
    ({ userAgent, queueName, openPolls, lastPollAt }) =>
      queueName === queue && !isStacksWorker(userAgent) && (openPolls > 0 || at - lastPollAt < POLL_EXPECTED_WITHIN_MS),
  );
  const failure = [pollFailure, ...own.map(({ refusal }) => refusal)]
    .filter((each) => each !== undefined)
    .toSorted((one, two) => two.at - one.at)[0];
  const polledAt = Math.max(0, ...own.filter(({ refusal }) => !refusal).map(({ lastPollAt }) => lastPollAt));
  return {
    ...status,
    ...(isWorkerAside && { isAside: true }),
    origin: pid === undefined ? "" : String(pid),
    polls: {
      open: own.reduce((sum, poller) => sum + poller.openPolls, 0),
      lastAt: Math.max(0, ...own.map((poller) => poller.lastPollAt)),
      lastReceivedAt: Math.max(0, ...own.map((poller) => poller.lastReceivedAt ?? 0)),
    },
    ...(failure && failure.at >= polledAt && { pollFailure: failure }),
    ...(other && {
      otherConsumer: {
        name: clientName(other.userAgent),
        isPolling: other.openPolls > 0,
        taken: other.receivedMessages,
        ownTaken: own.reduce((sum, { receivedMessages }) => sum + receivedMessages, 0),
      },
    }),
    ...(readings?.workerAnswers !== undefined && { answers: readings.workerAnswers }),
  };
}

function providerReading({ provider }: StackSnapshot, readings: StackReadings | undefined): ProviderReading {
  const { mode, url, balance, senders } = provider;
  if (!readings) return { mode, url, senders };
  if ("error" in readings.provider) return { mode, url, balance, senders, error: readings.provider.error };
  return { mode, url, ...readings.provider };
}

function dataReading(
  { data: { path, newestLogs, unreadable, fullDisk } }: StackSnapshot,
  readings: StackReadings | undefined,
  summary: TenantSummary | undefined,
): DataReading {
  const { tenant: columns, error = unreadable } = readings?.data ?? {};
  const logs = newestLogs.map(({ id, success, failureReason, sentAt, recipientSummary }) => ({
    id: String(id),
    success,
    failureReason,
    at: Date.parse(sentAt),
    to: recipientSummary,
  }));
  const [lastLog] = logs;
  const tenant = summary && { ...summary, ...(columns && { messagingSender: columns.messagingSender }) };
  return {
    origin: path,
    ...(tenant && { tenant }),
    ...(columns && { columns }),
    ...(error !== undefined && { error }),
    ...(fullDisk !== undefined && { fullDisk }),
    ...(lastLog && { lastLog, newestLogs: logs }),
  };
}
