import path from "node:path";
import { SEEDED_TENANT, seedStore } from "../src/runtime/store/seed";
import { openStore } from "../src/runtime/store/store";

const CREDIT = 1_000_000_000;
const WON_A_MESSAGE = 8;

/** Creates a store with the sample tenants and enough credit for every run; returns its path. */
export function seedBenchStore(folder: string): string {
  const file = path.join(folder, "store.sqlite");
  const store = openStore(file);
  seedStore(store);
  store.database.prepare("UPDATE core_tenant SET credit_balance = ? WHERE code = ?").run(CREDIT, SEEDED_TENANT);
  store.close();
  return file;
}

/** Deviations from the expected state after `total` messages. */
export function faultsOfStore(file: string, total: number): string[] {
  const store = openStore(file);
  try {
    const tenant = store.tenants.byCode(SEEDED_TENANT)!;
    const rows = store.notificationLogs.count(tenant.id);
    const spent = CREDIT - Number(tenant.creditBalance);
    const faults: string[] = [];
    if (rows !== total) faults.push(`${rows} NotificationLog rows of ${total} messages`);
    if (spent !== total * WON_A_MESSAGE) faults.push(`${spent} won for ${total} messages`);
    return faults;
  } finally {
    store.close();
  }
}
