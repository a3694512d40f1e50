import type { LogRow, TenantRecord, TenantSummary } from "../control/stackContract";
import type { NotificationLog } from "../store/notificationLogs";
import type { Tenant } from "../store/tenantStore";

export const toSummary = ({ id, code, name, messagingSender, isActive }: Tenant): TenantSummary => ({
  id,
  code,
  name,
  messagingSender,
  isActive,
});

/** With the backend's column names. */
export const tenantRecordOf = (tenant: Tenant): TenantRecord => ({
  id: tenant.id,
  code: tenant.code,
  messaging_sender: tenant.messagingSender,
  credit_balance: tenant.creditBalance,
  messaging_is_active: tenant.messagingIsActive,
});

/** With the backend's column names. */
export const logRowOf = (row: NotificationLog): LogRow => ({
  id: String(row.id),
  sent_at: row.sentAt,
  success: row.success,
  failure_reason: row.failureReason,
  recipient_summary: row.recipientSummary,
});
