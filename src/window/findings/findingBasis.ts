import { readingOf } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";

/** What a finding rests on; parts that were not measured are absent. */
export type FindingBasis = Partial<
  Record<"faults" | "api" | "queue" | "worker" | "provider" | "sender" | "tenant", string>
>;

const FINE = "fine";

export function basisOf({ api, queue, worker, provider, data, faults }: LayersSnapshot): FindingBasis {
  const [info, held, process, account, reading] = [
    readingOf(api)?.info,
    readingOf(queue),
    readingOf(worker),
    readingOf(provider),
    readingOf(data),
  ];
  const { columns, tenant } = reading ?? {};
  return {
    ...(faults && { faults: faults.toSorted().join() }),
    ...(info && { api: "unreachable" in info ? info.unreachable : info.status < 300 ? FINE : String(info.status) }),
    ...(held && { queue: held.counts ? FINE : (held.error?.code ?? "gone") }),
    // A process that keeps restarting is the same problem; one that starts anew and runs is another worker.
    ...(process && { worker: process.state === "running" ? `${FINE} ${process.startedAt}` : "down" }),
    ...(account && { provider: account.error?.errorCode ?? `${FINE} ${account.mode}` }),
    ...(tenant && { sender: `${tenant.code} ${tenant.messagingSender}` }),
    ...(columns && { tenant: [columns.isActive, columns.messagingIsActive, columns.kakaoPfid].join() }),
  };
}

/**
 * Whether anything measured in both has changed. A layer that was fine and no longer is does not count: the diagnosis
 * may have seen the problem before the measurement did.
 */
export const hasChanged = (before: FindingBasis, now: FindingBasis): boolean =>
  Object.entries(before).some(([part, value]) => {
    const other = now[part as keyof FindingBasis];
    return other !== undefined && other !== value && (!value.startsWith(FINE) || other.startsWith(FINE));
  });
