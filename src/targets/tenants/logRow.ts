import { maskStart } from "../../common/masking";
import type { LogRow } from "../../runtime/control/stackContract";

/** Characters of a reason; the column itself has fewer. */
const LONGEST = 2_000;

/** A row of NotificationLog with the extra columns of its generation. */
export type TenantLogRow = LogRow & { status?: string };

/** From the columns of this generation, masked: without `success`, the status decides. */
export function logRowOf({ id, status, ...row }: Pick<LogRow, "id"> & Partial<TenantLogRow>): TenantLogRow {
  const { sent_at = "", success = status === "sent", failure_reason, recipient_summary } = row;
  return {
    id,
    sent_at,
    success,
    failure_reason: maskStart(failure_reason ?? "", LONGEST),
    recipient_summary: maskStart(recipient_summary ?? "", LONGEST),
    ...(status != null && { status }),
  };
}
