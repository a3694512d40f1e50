import type { LogRow } from "../../runtime/control/stackContract";

/** A row of NotificationLog with what its generation has besides. */
export type TenantLogRow = LogRow & { status?: string };

/** From the columns that this generation has: where there is no `success`, the status says it. */
export function logRowOf({ id, status, ...row }: Pick<LogRow, "id"> & Partial<TenantLogRow>): TenantLogRow {
  const { sent_at = "", success = status === "sent", failure_reason, recipient_summary } = row;
  return {
    id,
    sent_at,
    success,
    failure_reason: failure_reason ?? "",
    recipient_summary: recipient_summary ?? "",
    ...(status != null && { status }),
  };
}
