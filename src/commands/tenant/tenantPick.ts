import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";

/** So many are offered; a longer list is searched by nobody. */
const OFFERED = 5_000;

/** One of the environment's tenants, asked for while the list is being read. Undefined: the user gave up. */
export async function chooseTenant(environment: Environment, placeHolder: string): Promise<TenantSummary | undefined> {
  const items = listOf(environment).then((tenants) =>
    tenants.map((tenant) => ({
      label: tenant.code,
      description: `${tenant.name} · ${tenant.messagingSender || l10n.t("(empty)")}`,
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
