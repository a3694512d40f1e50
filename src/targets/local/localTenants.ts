import * as l10n from "@vscode/l10n";
import type { LogRow } from "../../runtime/control/stackContract";
import type { StackClient } from "../../runtime/control/stackClient";
import type { TenantTarget } from "../environment";
import type { TenantWriter } from "../writers";

/** Columns of the embedded store: those of the March 2026 generation. */
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
  get origin() {
    return l10n.t("local stack (SQLite)");
  },
  schema: () => Promise.resolve(SCHEMA),
  tenants: (afterId, limit) => client.tenants(afterId, limit),
  tenant: (code) => client.tenant(code),
  record: (code) => client.tenantRecord(code),
  notificationLogs: async (afterId, code, signal) => {
    const rows: LogRow[] = [];
    for (;;) {
      signal?.throwIfAborted();
      const page = await client.notificationLogs(Number(rows.at(-1)?.id ?? afterId), code);
      if (page.length === 0) return rows;
      rows.push(...page);
    }
  },
  newestLogs: (limit, code) => client.newestLogs(limit, code),
  lastLogId: async (code) => Number((await client.newestLogs(1, code))[0]?.id ?? 0),
  students: (code, search, limit, signal) => client.students(code, search, limit, signal),
  setSender: (code, expected, value) => client.setSender(code, expected, value),
});
