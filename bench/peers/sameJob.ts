import { SolapiMessageService } from "solapi";
import { openStore } from "../../src/runtime/store/store";
import { wholeWon } from "../../src/runtime/store/wonAmounts";

const SOLAPI_ORIGIN = "https://api.solapi.com";

/**
 * What the backend does with a message, in the simplest code that does it: tenant, the provider's own SDK (one-step
 * send, one call per message), then credit and NotificationLog row in one transaction. Uses the same store, schema and
 * pragmas as our worker; nothing protects against sending twice.
 */
export function sameJob(databasePath: string, providerUrl: string): (body: string) => Promise<void> {
  const { fetch } = globalThis;
  // The SDK has no option for a base URL.
  globalThis.fetch = (input, init) => fetch(String(input).replace(SOLAPI_ORIGIN, providerUrl), init);
  const solapi = new SolapiMessageService("BENCHKEY00000000", "benchsecret00000000000000000000");
  const store = openStore(databasePath);
  const deduct = store.database.prepare(
    "UPDATE core_tenant SET credit_balance = credit_balance - ? WHERE id = ? AND credit_balance >= ?",
  );
  return async (body) => {
    const job = JSON.parse(body) as { tenant_id: number; to: string; text: string; trace_id: string };
    const tenant = store.tenants.byId(job.tenant_id)!;
    const { to, text, trace_id: traceId } = job;
    await solapi.send({ to, from: tenant.messagingSender, text, customFields: { traceId } });
    const price = wholeWon(tenant.messagingBasePrice);
    store.inTransaction(() => {
      deduct.run(price, tenant.id, price);
      store.notificationLogs.insertMany([
        {
          tenantId: tenant.id,
          sentAt: new Date().toISOString(),
          success: true,
          amountDeducted: String(price),
          recipientSummary: `${to.slice(0, 4)}****`,
          templateSummary: "sms",
          failureReason: "",
        },
      ]);
    });
  };
}
