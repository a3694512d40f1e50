import type { StackClient } from "../../runtime/control/stackClient";
import type { TenantTarget } from "../environment";
import type { TenantWriter } from "../writers";

/** Columns of the embedded store: the March 2026 generation's. */
const SCHEMA = {
  tenantFields:
    "id name code is_active kakao_pfid messaging_sender credit_balance messaging_is_active messaging_base_price".split(
      " ",
    ),
  logFields: "id tenant_id sent_at success amount_deducted recipient_summary template_summary failure_reason".split(
    " ",
  ),
  senderMaxLength: 20,
};

export const createLocalTenants = (client: StackClient): TenantTarget & TenantWriter => ({
  origin: "local stack (SQLite)",
  schema: () => Promise.resolve(SCHEMA),
  tenants: (afterId, limit) => client.tenants(afterId, limit),
  tenant: (code) => client.tenant(code),
  record: (code) => client.tenantRecord(code),
  notificationLogs: (afterId, code) => client.notificationLogs(afterId, code),
  lastLogId: async (code, signal) => {
    if (code === undefined) return (await client.snapshot(signal)).data.lastLog?.id ?? 0;
    return Number((await client.notificationLogs(0, code)).at(-1)?.id ?? 0);
  },
  setSender: (code, expected, value) => client.setSender(code, expected, value),
});
