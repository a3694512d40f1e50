import type { JobRow, NewLogRow } from "./jobRow";
import type { JobOutcome } from "./jobStore";

/** The part of a job that decides how it ends. */
export type OwnJob = Pick<JobRow, "key" | "tenant_id" | "state" | "amount_deducted">;

/** A job as its attempt leaves it, with the row to write for it. */
interface Concluded extends NewLogRow {
  key: string;
  state: string;
}

/** What to write when attempts end. */
export interface Conclusions {
  concluded: Concluded[];
  /** In won, by tenant. */
  refunds: Map<number, bigint>;
}

/**
 * Decides how jobs end, from the data read and locked for all of them. With a state, a job is finished; without one, it
 * is free for the next claim. The price stays deducted if the message was or may have been sent.
 *
 * @param own this worker's unfinished jobs by key; outcomes of other jobs are left out
 */
export function concludeJobs(
  outcomes: readonly (Omit<JobOutcome, "state"> & Partial<JobOutcome>)[],
  own: ReadonlyMap<string, OwnJob>,
): Conclusions {
  const left = new Map(own);
  const refunds = new Map<number, bigint>();
  const concluded: Concluded[] = [];
  for (const { key, state, recipientSummary, templateSummary, failureReason } of outcomes) {
    const job = left.get(key);
    if (!job) continue;
    left.delete(key);
    const { tenant_id: tenantId, amount_deducted: amount } = job;
    const keeps = state === "accepted" || state === "ambiguous";
    if (!keeps) refunds.set(tenantId, (refunds.get(tenantId) ?? 0n) + BigInt(amount));
    concluded.push({
      key,
      state: state ?? job.state,
      tenantId,
      success: state === "accepted",
      amountDeducted: keeps ? amount : "0",
      recipientSummary,
      templateSummary,
      failureReason,
    });
  }
  return { concluded, refunds };
}
