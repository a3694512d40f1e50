import type { TenantSummary } from "../../runtime/control/stackContract";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import type { WorkerProcessStatus } from "../../runtime/stack/workerSupervisor";
import { LOCAL } from "../environment";
import type { LayersSnapshot, Measured, WorkerFacts } from "../layers/layersSnapshot";

/** Two signs of life that did not come: the stack says every second that all still is so. */
export const STALE_AFTER_MS = 2_500;

/** Of a snapshot that is shown once, and not followed. */
const confirmedNow = (snapshot: StackSnapshot) => snapshot.at;

/** The embedded stack's snapshot as layers. `confirmedAt`: when the stack last said that it still is so. */
export function layersOfStack(
  snapshot: StackSnapshot,
  tenant?: TenantSummary,
  confirmedAt: number = confirmedNow(snapshot),
): LayersSnapshot {
  const { api, queue, provider, data, lastErrors } = snapshot;
  const measured = <T>(value: T): Measured<T> => ({ at: confirmedAt, value, staleAfterMs: STALE_AFTER_MS });
  const { name, region, url, endpoint, counts, redrive } = queue;
  const { lastLog } = data;
  return {
    name: LOCAL,
    isLocal: true,
    isProduction: false,
    api: measured({ url: api.url, ...(api.lastAnswer && { lastAnswer: api.lastAnswer }) }),
    queue: measured({ name, region, url, endpoint, ...(counts && { counts }), ...(redrive && { redrive }) }),
    worker: measured(workerFacts(snapshot)),
    provider: measured(provider),
    data: measured({
      origin: data.path,
      ...(tenant && { tenant }),
      ...(lastLog && {
        lastLog: {
          id: String(lastLog.id),
          success: lastLog.success,
          failureReason: lastLog.failureReason,
          at: Date.parse(lastLog.sentAt),
        },
      }),
    }),
    lastErrors,
  };
}

function workerFacts({ worker, queue: { pollers } }: StackSnapshot): WorkerFacts {
  const { pid: _pid, ...status } = worker;
  return {
    ...status,
    origin: originOf(worker),
    polls: {
      open: pollers.reduce((sum, poller) => sum + poller.openPolls, 0),
      lastAt: Math.max(0, ...pollers.map((poller) => poller.lastPollAt)),
      lastReceivedAt: Math.max(0, ...pollers.map((poller) => poller.lastReceivedAt ?? 0)),
    },
  };
}

const originOf = ({ pid }: WorkerProcessStatus) => (pid === undefined ? "" : String(pid));
