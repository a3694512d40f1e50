import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { tenantData } from "./tenantData";

const PAGE = 500;

/** In id order, at most `limit`. Where tenants cannot be listed (HTTP knows one tenant), only the environment's own. */
export async function listTenants(
  environment: Environment,
  limit = Number.POSITIVE_INFINITY,
  signal?: AbortSignal,
): Promise<TenantSummary[]> {
  const target = tenantData(environment);
  const all: TenantSummary[] = [];
  try {
    while (all.length < limit) {
      const size = Math.min(PAGE, limit - all.length);
      const { tenants } = await target.tenants(all.at(-1)?.id ?? 0, size, signal);
      all.push(...tenants);
      if (tenants.length < size) break;
    }
    return all;
  } catch (error) {
    if (!ExpectedError.is(error, "not-offered")) throw error;
    return [await target.tenant(environment.tenantCode, signal)];
  }
}
