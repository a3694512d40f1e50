import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, TenantTarget } from "../../targets/environment";
import { shownSender } from "../sender/senderPicks";

/** So many are offered; a longer list is searched by nobody. */
const OFFERED = 5_000;

export function tenantsOf({ tenants, name }: Environment): TenantTarget {
  if (tenants) return tenants;
  throw new ExpectedError(
    "not-configured",
    l10n.t("{0} has no tenant data in its settings", name),
    l10n.t("Add it there."),
  );
}

/** One of the environment's tenants, asked for while the list is being read. Undefined: the user gave up. */
export async function chooseTenant(environment: Environment, placeHolder: string): Promise<TenantSummary | undefined> {
  const items = listOf(environment).then((tenants) =>
    tenants.map((tenant) => ({
      label: tenant.code,
      description: `${tenant.name} · ${shownSender(tenant.messagingSender)}`,
      tenant,
    })),
  );
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.tenant;
}

/** Where there is no list (HTTP knows one tenant), the environment's own. */
async function listOf({ tenants, tenantCode }: Environment): Promise<readonly TenantSummary[]> {
  if (!tenants) return [{ id: 0, code: tenantCode, name: tenantCode, messagingSender: "" }];
  try {
    return (await tenants.tenants(0, OFFERED)).tenants;
  } catch (error) {
    if (!ExpectedError.is(error, "not-offered")) throw error;
    return [await tenants.tenant(tenantCode)];
  }
}
