import * as l10n from "@vscode/l10n";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { TreeNode } from "../treeNode";

/** The loaded tenants; the last row loads the next page. */
export function tenantNodes({ total, tenants }: { total: number; tenants: readonly TenantSummary[] }): TreeNode[] {
  const rows: TreeNode[] = tenants.map(({ code, name, messagingSender }) => ({
    id: `tenant.${code}`,
    label: code,
    description: [name, messagingSender || l10n.t("(empty)")].filter(Boolean).join(" · "),
    tooltip: messagingSender
      ? l10n.t("{0}: sender {1} in Tenant.messaging_sender", name, messagingSender)
      : l10n.t("{0}: Tenant.messaging_sender is empty, so the API refuses its messages", name),
    icon: messagingSender ? "tenant" : "tenantEmpty",
    can: messagingSender ? "tenant" : "tenant senderIsEmpty",
    tenantCode: code,
  }));
  if (tenants.length >= total) return rows;
  const more: TreeNode = {
    id: "tenants.more",
    label: l10n.t("Load more"),
    description: l10n.t("{0} of {1}", tenants.length, total),
    icon: "more",
    command: { id: "messaging.tenant.loadMore", title: l10n.t("Load more") },
  };
  return [...rows, more];
}
