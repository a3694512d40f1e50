import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ExpectedError, messageOf } from "../../common/errors";

/** How long a writer waits for another process's transaction before it fails with "database is locked". */
const BUSY_TIMEOUT_MS = 5_000;

/** Pages of 4 KB. SQLite's defaults (1,000 pages, 2 MB) are too small for an index by trace id over a day's jobs. */
const CHECKPOINT_PAGES = 4_000;
const CACHE_KB = 8_000;

/**
 * The SQLite file of a stack, shared by the API's process and the worker's. WAL lets them read while one writes.
 * `BEGIN IMMEDIATE` makes a writer wait at the start of its transaction instead of failing in the middle.
 */
export class StoreDatabase {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #isInTransaction = false;

  constructor(readonly path: string) {
    this.#connection = openConnection(path);
  }

  /** Runs `fn` in a write transaction, or in the one already open. `fn` must not be async. */
  inTransaction<T>(fn: () => T): T {
    if (this.#isInTransaction) return fn();
    this.#connection.exec("BEGIN IMMEDIATE");
    this.#isInTransaction = true;
    try {
      const result = fn();
      if (result instanceof Promise) throw new TypeError("a transaction cannot span an await");
      this.#connection.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite rolls back by itself after some errors (disk full); a second ROLLBACK would hide the first error.
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
      throw error;
    } finally {
      this.#isInTransaction = false;
    }
  }

  /** A prepared statement, compiled once per SQL text. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  close(): void {
    if (!this.#connection.isOpen) return;
    this.#statements.clear();
    this.#connection.close();
  }
}

function openConnection(path: string): DatabaseSync {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path);
    connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    switchToWal(connection);
    // In WAL mode, NORMAL loses no transaction when a process crashes; a machine crash may lose the last ones.
    connection.exec("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
    // A checkpoint waits for the disk and blocks the writer: run it per 16 MB of log, not per 4 MB.
    connection.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA cache_size = -${CACHE_KB}`);
    return connection;
  } catch (error) {
    connection?.close();
    if (isBusy(error)) {
      throw new ExpectedError(
        "store-busy",
        `Another program holds the data file: ${path}`,
        "Close the program that has it open, then start again.",
        { cause: error },
      );
    }
    if (hasNoRoom(error)) {
      throw new ExpectedError(
        "disk-full",
        `There is no room for the data file (${messageOf(error)}): ${path}`,
        "Free disk space, then start again.",
        { cause: error },
      );
    }
    throw new ExpectedError(
      "store-unreadable",
      `The data file cannot be opened (${messageOf(error)}): ${path}`,
      "Move the file away; the next start makes a new one with the sample tenants.",
      { cause: error },
    );
  }
}

/**
 * SQLite does not apply the busy timeout to this statement: if two processes open a new file together, one fails at
 * once. No event signals the end across processes, hence the short sleeps.
 */
function switchToWal(connection: DatabaseSync): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      connection.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

const isBusy = (error: unknown): boolean => codeIn(error) === SQLITE_BUSY;
const hasNoRoom = (error: unknown): boolean => codeIn(error) === SQLITE_FULL;

/** SQLite's primary result code; NaN if it is not SQLite's error. */
function codeIn(error: unknown): number {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : Number.NaN;
}
