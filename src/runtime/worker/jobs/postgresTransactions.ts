import { Pool } from "pg";
import type { ClientBase } from "pg";

/** Of one worker: the backend shares its connection slots with all of them. */
const CONNECTIONS = 4;
const CONNECT_WITHIN_MS = 5_000;

/** Begun with every transaction: nothing the worker does takes a second. */
const LIMITS = "SET LOCAL statement_timeout = 10000; SET LOCAL lock_timeout = 5000";

/** Deadlock and serialization failure: the server has rolled everything back, so that it may be done again. */
const ROLLED_BACK: readonly unknown[] = ["40P01", "40001"];
const ATTEMPTS = 3;

/** The worker's connections to the backend's Postgres. They are made when needed, and made again after an outage. */
export class PostgresTransactions {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      application_name: "academy-messaging-worker",
    });
    // An idle connection that the server cut is replaced by the next transaction.
    this.#pool.on("error", () => undefined);
  }

  /** What `work` writes happens, or nothing. It runs again where the server has rolled it back for others' sake. */
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
    // A connection that is lost fails the query that runs on it; the event is told a second time.
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
