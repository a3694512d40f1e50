import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { openStore } from "../src/runtime/store/store";
import { SEEDED_TENANT, seedStore } from "../src/runtime/store/seed";
import type { Contestant } from "./contestant";

const CREDIT = 1_000_000_000;
const WON_A_MESSAGE = 8;

/**
 * dist/worker.js as it ships and with its default settings: its own process, told by its environment, with the SQLite
 * store, NotificationLog, credits and log, and the real solapi SDK over HTTP to the provider's stand-in. `withEvents`:
 * it has a parent that takes its events, as under the stack.
 */
export function shippedWorker(name: string, { withEvents }: { withEvents: boolean }): Contestant {
  return {
    name,
    role: "ours",
    settings: () => [{}],
    warmUp: 3_000,
    share: (messages) => messages,
    enter: ({ env, folder, provider }) => {
      const database = path.join(folder, "store.sqlite");
      const store = openStore(database);
      seedStore(store);
      store.database.prepare("UPDATE core_tenant SET credit_balance = ? WHERE code = ?").run(CREDIT, SEEDED_TENANT);
      store.close();
      const log = fs.openSync(path.join(folder, "worker.log"), "w");
      const child = spawn(process.execPath, [...profiling(), path.resolve("dist/worker.js")], {
        env: {
          PATH: process.env["PATH"],
          ...env,
          DATABASE_URL: `sqlite://${database}`,
          DJANGO_SETTINGS_MODULE: "bench",
          SOLAPI_API_KEY: "BENCHKEY00000000",
          SOLAPI_API_SECRET: "benchsecret00000000000000000000",
          SOLAPI_SENDER: "0212345678",
          SOLAPI_BASE_URL: provider.baseUrl,
        },
        stdio: ["ignore", log, "inherit", ...(withEvents ? (["ipc"] as const) : [])],
      });
      fs.closeSync(log);
      let events = 0;
      child.on("message", (message: { kind: string; events?: unknown[] }) => (events += message.events?.length ?? 0));
      return {
        process: child,
        faults: (total) => [
          ...faultsOfStore(database, total),
          ...faultsOfProvider(provider.sent, total),
          ...(withEvents && events < total ? [`${events} events of ${total} messages`] : []),
        ],
      };
    },
  };
}

function faultsOfStore(database: string, total: number): string[] {
  const store = openStore(database);
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

function faultsOfProvider(sent: ReadonlyMap<string, number>, total: number): string[] {
  const twice = [...sent.values()].filter((times) => times > 1).length;
  if (sent.size === total && twice === 0) return [];
  return [`${sent.size} of ${total} messages at the provider, ${twice} of them more than once`];
}

/** BENCH_PROFILE=<folder> writes a CPU profile of the worker there. */
const profiling = () => {
  const folder = process.env["BENCH_PROFILE"];
  return folder ? ["--cpu-prof", `--cpu-prof-dir=${path.resolve(folder)}`] : [];
};
