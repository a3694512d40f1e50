import { StoreDatabase } from "./database";
import { MessageTemplates } from "./messageTemplates";
import { migrate, type Migration } from "./migration";
import { migrations as allMigrations } from "./migrations";
import { NotificationLogs } from "./notificationLogs";
import { Reservations } from "./reservations";
import { Students } from "./students";
import { Tenants } from "./tenantStore";

/** The data of a stack, with one object per backend table. All calls are synchronous and local. */
export interface Store {
  readonly database: StoreDatabase;
  readonly tenants: Tenants;
  readonly students: Students;
  readonly messageTemplates: MessageTemplates;
  readonly notificationLogs: NotificationLogs;
  readonly reservations: Reservations;
  /** Commits everything that `fn` writes, or nothing. */
  inTransaction<T>(fn: () => T): T;
  close(): void;
}

/**
 * Opens or creates the file and upgrades it to the newest schema; `seedStore` adds sample data.
 * Errors: ExpectedError `store-unreadable`, `store-newer`, `store-busy`.
 */
export function openStore(path: string, migrations: readonly Migration[] = allMigrations): Store {
  const database = new StoreDatabase(path);
  try {
    migrate(database, migrations);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    database,
    tenants: new Tenants(database),
    students: new Students(database),
    messageTemplates: new MessageTemplates(database),
    notificationLogs: new NotificationLogs(database),
    reservations: new Reservations(database),
    inTransaction: (fn) => database.inTransaction(fn),
    close: () => database.close(),
  };
}
