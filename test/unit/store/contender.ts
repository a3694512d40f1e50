// One of two processes that count up in a tenant's sender by compare-and-set; see contention.test.ts.
import { once } from "node:events";
import { ExpectedError } from "../../../src/common/errors";
import { openStore } from "../../../src/runtime/store/store";

const [, , path = "", code = "", rounds = "0"] = process.argv;

/** Resolves when the other process stands at the same place: both have read, and neither has written. */
async function meetTheOther(): Promise<void> {
  process.send?.("read");
  await once(process, "message");
}

process.once("message", async () => {
  const store = openStore(path);
  if (store.tenants.count() === 0) store.tenants.insert({ name: "경쟁", code, messagingSender: "0" });
  let conflicts = 0;
  for (let done = 0; done < Number(rounds);) {
    const tenant = store.tenants.byCode(code);
    if (!tenant) throw new Error("the tenant is gone");
    if (done === 0 && conflicts === 0) await meetTheOther();
    try {
      store.tenants.setSender(code, tenant.messagingSender, String(Number(tenant.messagingSender) + 1));
      store.notificationLogs.insertMany([
        {
          tenantId: tenant.id,
          sentAt: "2026-03-05T01:00:00.000Z",
          success: true,
          amountDeducted: "8.40",
          recipientSummary: String(process.pid),
          templateSummary: "",
          failureReason: "",
        },
      ]);
      done += 1;
    } catch (error) {
      if (!ExpectedError.is(error, "conflict")) throw error;
      conflicts += 1;
    }
  }
  store.close();
  process.send?.({ conflicts }, () => process.disconnect());
});
process.send?.("ready");
