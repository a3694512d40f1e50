import type { Tenant } from "../store/tenants";
import type { ResumePoint, TenantInfo } from "./jobStore";

/** A job as the stores keep it: messaging_runtime_job, see the state machine above JobStore. */
export interface JobRow {
  key: string;
  tenant_id: number;
  state: string;
  owner: string;
  /** Milliseconds since the Unix epoch; 0: free. */
  lease_until: number;
  group_id: string | null;
  provider_message_id: string;
  /** Won, decimal text. */
  amount_deducted: string;
}

export const FINISHED_STATES = ["accepted", "refused", "skipped", "ambiguous"];

export const isFinished = (state: string) => FINISHED_STATES.includes(state);

/** SQS keeps a message 14 days at most: a job older than that cannot be delivered again. */
export const KEEP_FINISHED_MS = 15 * 24 * 3_600_000;

/** Where a job that was claimed before is taken up again; undefined: it is new. */
export function resumePointOf(job: JobRow | undefined): ResumePoint {
  const { state, group_id: groupId, provider_message_id: providerMessageId } = job ?? {};
  if ((state === "grouped" || state === "submitted") && groupId) {
    return { state, groupId, providerMessageId: providerMessageId ?? "" };
  }
  return { state: "claimed" };
}

export const tenantInfoOf = ({
  id,
  code,
  messagingSender,
  kakaoPfid,
}: Pick<Tenant, "id" | "code" | "messagingSender" | "kakaoPfid">): TenantInfo => ({
  id,
  code,
  messagingSender,
  kakaoPfId: kakaoPfid,
});
