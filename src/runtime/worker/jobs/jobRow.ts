import type { JobEnd } from "../../message/messageEvents";
import type { NewNotificationLog } from "../../store/notificationLogs";
import type { Tenant } from "../../store/tenantStore";
import type { ResumePoint, TenantInfo } from "./jobStore";

/** A row of messaging_runtime_job, as the stores keep it; JobStore documents its state machine. */
export interface JobRow {
  key: string;
  tenant_id: number;
  state: string;
  owner: string;
  /** Milliseconds since the Unix epoch; 0: free. */
  lease_until: number;
  group_id: string | null;
  provider_message_id: string;
  /** In won, decimal text. */
  amount_deducted: string;
}

/** A job that a claim sees for the first time: free, without an owner. */
export const newJob = (key: string, tenantId: number): JobRow => ({
  key,
  tenant_id: tenantId,
  state: "claimed",
  owner: "",
  lease_until: 0,
  group_id: null,
  provider_message_id: "",
  amount_deducted: "0",
});

/** The fields of core_tenant that the worker needs; the credit is read where it changes. */
export type WorkerTenant = Pick<Tenant, "id" | "code" | "messagingSender" | "kakaoPfid" | "messagingBasePrice">;

/** A row of the NotificationLog that the worker writes; its time is the transaction's. */
export type NewLogRow = Omit<NewNotificationLog, "sentAt">;

export const FINISHED_STATES: readonly JobEnd[] = ["accepted", "refused", "skipped", "ambiguous"];

export const isFinished = (state: string): state is JobEnd => FINISHED_STATES.some((end) => end === state);

/** SQS keeps a message for at most 14 days, so an older job cannot be delivered again. */
export const KEEP_FINISHED_MS = 15 * 24 * 3_600_000;

/** Where a previously claimed job resumes. */
export function resumePointOf({
  state,
  group_id: groupId,
  provider_message_id: providerMessageId,
}: JobRow): ResumePoint {
  if ((state === "grouped" || state === "submitted") && groupId) return { state, groupId, providerMessageId };
  return { state: "claimed" };
}

export const tenantInfoOf = ({ id, code, messagingSender, kakaoPfid }: WorkerTenant): TenantInfo => ({
  id,
  code,
  messagingSender,
  kakaoPfId: kakaoPfid,
});
