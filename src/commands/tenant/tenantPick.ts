import { pickOne } from "../../host/picks";
import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { tenantText } from "../../views/tenants/tenantText";

/** Limit of the list: nobody searches a longer one. */
const OFFERED = 5_000;

/** Asks for one of the environment's tenants while the list loads. Undefined: the user cancelled. */
export async function chooseTenant(environment: Environment, placeHolder: string): Promise<TenantSummary | undefined> {
  const items = listOf(environment).then((tenants) =>
    tenants.map((tenant) => ({
      label: tenant.code,
      description: tenantText(tenant),
      tenant,
    })),
  );
  return (await pickOne(items, { placeHolder, matchOnDescription: true }))?.tenant;
}

/** Without a list (HTTP knows one tenant), the environment's own tenant. */
async function listOf({ tenants, tenantCode }: Environment): Promise<readonly TenantSummary[]> {
  if (!tenants) return [{ id: 0, code: tenantCode, name: tenantCode, messagingSender: "" }];
  try {
    return (await tenants.tenants(0, OFFERED)).tenants;
  } catch (error) {
    if (!ExpectedError.is(error, "not-offered")) throw error;
    return [await tenants.tenant(tenantCode)];
  }
}
