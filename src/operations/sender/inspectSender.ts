import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, ProviderSender } from "../../targets/environment";
import { tenantData } from "../tenants/tenantData";

/** What decides which number a message of this tenant is sent from. */
export interface SenderInspection {
  tenant: TenantSummary;
  /** Of the provider; empty where no account's key is configured: no number is then known to be registered. */
  senders: readonly ProviderSender[];
  /** SOLAPI_SENDER of the worker; "" where it has none, or where its variables cannot be read. */
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
