import type { JobRow, NewLogRow } from "./jobRow";
import type { JobOutcome } from "./jobStore";

/** What the end of a job depends on. */
export type OwnJob = Pick<JobRow, "key" | "tenant_id" | "state" | "amount_deducted">;

/** A job as its attempt leaves it, with the row that is written of it. */
interface Concluded extends NewLogRow {
  key: string;
  state: string;
}

/** What is to be written where attempts end. */
export interface Conclusions {
  concluded: Concluded[];
  /** Won, by tenant. */
  refunds: Map<number, bigint>;
}

/**
 * Decides how jobs end, on what was read and locked for all of them. With a state the job is finished, without one it is
 * free for the next claim; the price stays deducted where the message was sent, or may have been.
 *
 * @param own this worker's unfinished jobs by key; an outcome of any other is left out
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
