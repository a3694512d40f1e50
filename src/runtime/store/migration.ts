import { ExpectedError } from "../../common/errors";
import type { StoreDatabase } from "./database";

/** One schema step. Its version is its 1-based position in the list, and the file's `user_version` after it. */
export interface Migration {
  name: string;
  sql: string;
}

/**
 * Upgrades the file to the newest version; does nothing if it is up to date. Safe to run from two processes at once:
 * each step reads the version again inside its own transaction.
 */
export function migrate(database: StoreDatabase, migrations: readonly Migration[]): void {
  if (versionOf(database) > migrations.length) {
    throw new ExpectedError(
      "store-newer",
      `The data file was written by a newer version of this product: ${database.path}`,
      "Update the product, or move the file away.",
    );
  }
  migrations.forEach((migration, index) => {
    if (versionOf(database) > index) return;
    database.inTransaction(() => {
      if (versionOf(database) > index) return;
      database.exec(migration.sql);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  });
}

/** How many migrations the file has. */
export function versionOf(database: StoreDatabase): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}
