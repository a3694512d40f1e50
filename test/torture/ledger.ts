import path from "node:path";
import { pathToFileURL } from "node:url";
import { openStore } from "../../src/runtime/store/store";
import { seedStore } from "../../src/runtime/store/seed";
import { startBackend } from "../integration/django/backend";
import { startPostgres } from "../integration/django/postgres";

/** The database of a bench: what the workers wrote into it. */
export interface Ledger {
  /** DATABASE_URL of the workers, with what else they need to reach it. */
  readonly env: Record<string, string>;
  jobs(): Promise<LedgerJob[]>;
  rows(): Promise<LedgerRow[]>;
  /** Of all tenants together, in won. */
  credit(): Promise<number>;
  /** Won per message, by tenant: the backend keeps no fractions of a won. */
  prices(): Promise<Map<number, number>>;
  close(): Promise<void>;
}

export interface LedgerJob {
  key: string;
  tenantId: number;
  state: string;
  amount: number;
}

/** A row of NotificationLog. The bench's messages carry their trace id as the template, which the row shows. */
export interface LedgerRow {
  traceId: string;
  success: boolean;
  reason: string;
}

/** So that no message is left out for want of credit. */
const CREDIT_WON = 100_000_000;

const sql = {
  enrich: `UPDATE core_tenant SET credit_balance = ${CREDIT_WON}`,
  jobs: "SELECT key, tenant_id, state, amount_deducted FROM messaging_runtime_job",
  rows: "SELECT template_summary, success, failure_reason FROM messaging_notificationlog",
  credit: "SELECT sum(credit_balance) AS credit FROM core_tenant",
  prices: "SELECT id, messaging_base_price AS price FROM core_tenant",
};

type Row = Record<string, unknown>;

const ledgerOf = (query: (text: string) => Promise<Row[]>): Omit<Ledger, "env" | "close"> => ({
  jobs: async () =>
    (await query(sql.jobs)).map((row) => ({
      key: String(row["key"]),
      tenantId: Number(row["tenant_id"]),
      state: String(row["state"]),
      amount: Number(row["amount_deducted"]),
    })),
  rows: async () =>
    (await query(sql.rows)).map((row) => ({
      traceId: String(row["template_summary"]),
      success: Boolean(row["success"]),
      reason: String(row["failure_reason"]),
    })),
  credit: async () => Number((await query(sql.credit))[0]?.["credit"]),
  prices: async () =>
    new Map((await query(sql.prices)).map(({ id, price }) => [Number(id), Math.round(Number(price))])),
});

export function sqliteLedger(folder: string): Promise<Ledger> {
  const file = path.join(folder, "store.sqlite");
  const store = openStore(file);
  seedStore(store);
  store.database.exec(sql.enrich);
  const query = (text: string): Promise<Row[]> => Promise.resolve(store.database.prepare(text).all());
  return Promise.resolve({
    ...ledgerOf(query),
    env: { DATABASE_URL: pathToFileURL(file).href.replace(/^file:/, "sqlite:"), DJANGO_SETTINGS_MODULE: "local" },
    close: () => Promise.resolve(store.close()),
  });
}

/** A Postgres of its own, with the tables that Django makes. */
export async function postgresLedger(): Promise<Ledger> {
  const server = await startPostgres();
  const backend = await startBackend({ serve: false, databaseUrl: server.url() });
  await server.query(sql.enrich, []);
  return {
    ...ledgerOf((text) => server.query(text, []).catch(noTableYet)),
    env: backend.env,
    close: async () => {
      await backend.stop();
      await server.dispose();
    },
  };
}

/** The workers make their own tables. */
function noTableYet(error: unknown): Row[] {
  if ((error as { code?: string }).code === "42P01") return [];
  throw error;
}
