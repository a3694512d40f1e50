import type { LogRow } from "../../runtime/control/stackContract";

/** A row of NotificationLog with the extra columns of its generation. */
export type TenantLogRow = LogRow & { status?: string };

/** From the columns of this generation: without `success`, the status decides. */
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
