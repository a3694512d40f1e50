import * as l10n from "@vscode/l10n";
import { Pool } from "pg";
import type { PoolClient } from "pg";
import type { Disposable } from "../../common/disposable";
import { codeOf, ExpectedError, messageOf } from "../../common/errors";
import { maskText } from "../../common/masking";
import { forbidden } from "./backendTables";

const CONNECT_WITHIN_MS = 5_000;

/** Set in every transaction: a look or a fix takes milliseconds and must not block anyone. */
const LIMITS = "SET LOCAL statement_timeout = 8000; SET LOCAL lock_timeout = 4000";

/** Postgres, one transaction per call. Connects at the first use and reconnects after an outage. */
export class PostgresSession implements Disposable {
  readonly #pool: Pool;

  constructor(readonly url: string) {
    this.#pool = new Pool({
      connectionString: url,
      max: 2,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      application_name: "messaging-runtime-debugger",
      allowExitOnIdle: true,
    });
    // The next call replaces an idle connection that the server closed.
    this.#pool.on("error", () => undefined);
  }

  /**
   * Runs `work` in a transaction, read-only by default. Never repeats it.
   * @throws ExpectedError `database-unreachable`, `database-error`, `table-forbidden`; what `work` throws; the signal's
   * reason
   */
  async transaction<T>(
    mode: "READ ONLY" | "READ WRITE",
    signal: AbortSignal | undefined,
    work: (client: PoolClient) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const client = await this.#connect();
    // Cutting the connection rolls back its transaction; pg has no other way to cancel a query.
    let isCut = false;
    const cut = () => {
      if (!isCut) client.release(true);
      isCut = true;
    };
    const ignore = () => undefined;
    client.on("error", ignore);
    signal?.addEventListener("abort", cut);
    try {
      signal?.throwIfAborted();
      await client.query(`BEGIN TRANSACTION ${mode}; ${LIMITS}`);
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      signal?.throwIfAborted();
      if (isLost(error)) cut();
      else await client.query("ROLLBACK").catch(cut);
      throw ExpectedError.is(error) ? error : sentenceFor(error);
    } finally {
      signal?.removeEventListener("abort", cut);
      client.off("error", ignore);
      if (!isCut) client.release();
    }
  }

  async dispose(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw new ExpectedError(
        "database-unreachable",
        l10n.t("The database refused the connection: {0}", maskText(messageOf(error) || codeOf(error) || "?")),
        l10n.t("Check the address, the user and that the database runs."),
        { cause: error },
      );
    }
  }
}

/** A server error has an SQLSTATE and leaves the connection alive; any other error means the connection is lost. */
const sqlStateOf = (error: unknown) => {
  const code = codeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/** Class 57P: the server is shutting down. */
const isLost = (error: unknown) =>
  !ExpectedError.is(error) && (sqlStateOf(error) === undefined || sqlStateOf(error)!.startsWith("57P"));

function sentenceFor(error: unknown): ExpectedError {
  const words = maskText(messageOf(error));
  if (sqlStateOf(error) === "42501") return forbidden(words, error);
  return new ExpectedError(
    "database-error",
    l10n.t("The database failed to execute it: {0}", words),
    l10n.t("Check that the database runs. After a change, look at the value first."),
    { cause: error },
  );
}
