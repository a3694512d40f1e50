import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, ProviderSender } from "../../targets/environment";
import { tenantData } from "../tenants/tenantData";

/** Everything that decides which sender number a tenant's messages use. */
export interface SenderInspection {
  tenant: TenantSummary;
  /** The provider's senders; empty if no account's key is configured, so no number is known to be registered. */
  senders: readonly ProviderSender[];
  /** The worker's SOLAPI_SENDER; "" if it has none or its variables are unreadable. */
  fallback: string;
}

/** Errors: `tenant-not-found`, `not-offered` without tenant data, and those of its parts. */
export async function inspectSender(
  environment: Environment,
  tenantCode: string,
  signal?: AbortSignal,
): Promise<SenderInspection> {
  const [tenant, senders, variables] = await Promise.all([
    tenantData(environment).tenant(tenantCode, signal),
    sendersOf(environment, signal),
    environment.worker?.variables?.(signal),
  ]);
  return { tenant, senders, fallback: variables?.["SOLAPI_SENDER"] ?? "" };
}

export const sendersOf = async ({ provider }: Environment, signal?: AbortSignal): Promise<ProviderSender[]> =>
  (await provider?.senders(signal)) ?? [];
