import { Pool } from "pg";
import type { ClientBase } from "pg";

/** Per worker: all workers share the backend's connection slots. */
const CONNECTIONS = 4;
const CONNECT_WITHIN_MS = 5_000;

/** Runs at the start of every transaction: nothing the worker does takes a second. */
const LIMITS = "SET LOCAL statement_timeout = 10000; SET LOCAL lock_timeout = 5000";

/** Deadlock and serialization failure: the server has rolled everything back, so a retry is safe. */
const ROLLED_BACK: readonly unknown[] = ["40P01", "40001"];
const ATTEMPTS = 3;

/** The worker's connections to the backend's Postgres, opened on demand and reopened after an outage. */
export class PostgresTransactions {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      application_name: "academy-messaging-worker",
    });
    // The next transaction replaces an idle connection that the server cut.
    this.#pool.on("error", () => undefined);
  }

  /** Commits all writes of `work` or none. Retries if the server rolled it back because of other transactions. */
  async run<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !ROLLED_BACK.includes((error as { code?: unknown }).code)) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #once<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    // A lost connection fails its running query; the error event reports the same loss again.
    const ignore = () => undefined;
    client.on("error", ignore);
    let isLost = false;
    try {
      await client.query(`BEGIN; ${LIMITS}`);
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => (isLost = true));
      throw error;
    } finally {
      client.off("error", ignore);
      client.release(isLost);
    }
  }
}
