import { readingOf } from "../../targets/layers/layersSnapshot";
import type { LayersSnapshot } from "../../targets/layers/layersSnapshot";

/** What a finding rests on, as far as it was measured: an absent part was not. */
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
    // A process that comes and goes is the same trouble; one that runs anew is another worker.
    ...(process && { worker: process.state === "running" ? `${FINE} ${process.startedAt}` : "down" }),
    ...(account && { provider: account.error?.errorCode ?? `${FINE} ${account.mode}` }),
    ...(tenant && { sender: `${tenant.code} ${tenant.messagingSender}` }),
    ...(columns && { tenant: [columns.isActive, columns.messagingIsActive, columns.kakaoPfid].join() }),
  };
}

/**
 * Whether anything that both have measured is another one. A layer that was fine and is not any more is no change: the
 * diagnosis may have seen it before the measurement did.
 */
export const hasChanged = (before: FindingBasis, now: FindingBasis): boolean =>
  Object.entries(before).some(([part, value]) => {
    const other = now[part as keyof FindingBasis];
    return other !== undefined && other !== value && (!value.startsWith(FINE) || other.startsWith(FINE));
  });
