import * as l10n from "@vscode/l10n";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { NodeIcon, TreeNode } from "../treeNode";
import { tenantText } from "./tenantText";

/** The loaded tenants; the last row loads the next page. */
export function tenantNodes({ total, tenants }: { total: number; tenants: readonly TenantSummary[] }): TreeNode[] {
  const rows: TreeNode[] = tenants.map((tenant) => ({
    id: `tenant.${tenant.code}`,
    label: tenant.code,
    description: tenantText(tenant),
    tooltip: tooltipOf(tenant),
    icon: iconOf(tenant),
    can: tenant.messagingSender ? "tenant" : "tenant senderIsEmpty",
    tenantCode: tenant.code,
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

function iconOf({ messagingSender, isActive }: TenantSummary): NodeIcon {
  if (isActive === false) return "tenantInactive";
  return messagingSender ? "tenant" : "tenantEmpty";
}

function tooltipOf({ name, messagingSender, isActive }: TenantSummary): string {
  const inactive = l10n.t("{0}: the tenant is not active (Tenant.is_active), so the API refuses its messages", name);
  const sender = messagingSender
    ? l10n.t("{0}: sender {1} in Tenant.messaging_sender", name, messagingSender)
    : l10n.t("{0}: Tenant.messaging_sender is empty, so the API refuses its messages", name);
  return isActive === false ? `${inactive}\n${sender}` : sender;
}
