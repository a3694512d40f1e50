import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { processFlags } from "../src/runtime/stack/processFlags";
import { faultsOfStore, seedBenchStore } from "./benchStore";
import type { Contestant } from "./contestant";
import { WARM_UP } from "./contestant";
import { faultsOfProvider } from "./providerServer";

/**
 * dist/worker.js as shipped, with its default settings: its own process, configured by its environment, with the SQLite
 * store, NotificationLog, credits and log, and the real solapi SDK over HTTP to the provider's stand-in. `withEvents`:
 * a parent receives its events, as under the stack.
 */
export function shippedWorker(name: string, { withEvents }: { withEvents: boolean }): Contestant {
  return {
    name,
    role: "ours",
    settings: () => [{}],
    warmUp: WARM_UP,
    share: (messages) => messages,
    enter: ({ env, folder, provider }) => {
      const database = seedBenchStore(folder);
      const log = fs.openSync(path.join(folder, "worker.log"), "w");
      const child = spawn(process.execPath, [...processFlags(), ...profiling(), path.resolve("dist/worker.js")], {
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
          ...faultsOfProvider(provider, total),
          ...(withEvents && events < total ? [`${events} events of ${total} messages`] : []),
        ],
      };
    },
  };
}

/** BENCH_PROFILE=<folder> writes a CPU profile of the worker there. */
const profiling = () => {
  const folder = process.env["BENCH_PROFILE"];
  return folder ? ["--cpu-prof", `--cpu-prof-dir=${path.resolve(folder)}`] : [];
};
