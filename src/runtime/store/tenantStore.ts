import type { SQLOutputValue } from "node:sqlite";
import { ExpectedError } from "../../common/errors";
import type { StoreDatabase } from "./database";

export interface Tenant {
  id: number;
  name: string;
  code: string;
  isActive: boolean;
  kakaoPfid: string;
  /** Digits; '' if none is registered, for which the send API answers 400. */
  messagingSender: string;
  /** Decimal text without decimal places, in won. */
  creditBalance: string;
  messagingIsActive: boolean;
  /** The price of one message in won; decimal text with two decimal places. */
  messagingBasePrice: string;
}

export type NewTenant = Pick<Tenant, "name" | "code"> & Partial<Tenant>;

const SENDER = /^\d{0,20}$/;

const COLUMNS = `id, name, code, is_active, kakao_pfid, messaging_sender,
  printf('%.0f', credit_balance) AS credit_balance, messaging_is_active,
  printf('%.2f', messaging_base_price) AS messaging_base_price`;

/** core_tenant. */
export class Tenants {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  byCode(code: string): Tenant | undefined {
    return optional(this.#database.prepare(`SELECT ${COLUMNS} FROM core_tenant WHERE code = ?`).get(code));
  }

  byId(id: number): Tenant | undefined {
    if (!Number.isSafeInteger(id)) return undefined;
    return optional(this.#database.prepare(`SELECT ${COLUMNS} FROM core_tenant WHERE id = ?`).get(id));
  }

  /** Tenants ordered by id, starting after `afterId` (0: from the first). */
  page(afterId: number, limit: number): Tenant[] {
    return this.#database
      .prepare(`SELECT ${COLUMNS} FROM core_tenant WHERE id > ? ORDER BY id LIMIT ?`)
      .all(afterId, limit)
      .map(fromRow);
  }

  count(): number {
    return Number(this.#database.prepare("SELECT count(*) AS rows FROM core_tenant").get()?.["rows"]);
  }

  /**
   * Writes only messaging_sender, if it is still `expected` (the value the user saw; undefined: any). Returns the
   * previous value for undo. Errors: ExpectedError `invalid-sender`, `tenant-not-found`, `conflict`.
   */
  setSender(code: string, expected: string | undefined, value: string): { previous: string } {
    if (!SENDER.test(value)) {
      throw new ExpectedError(
        "invalid-sender",
        `A sender is at most 20 digits, without hyphens or spaces; ${value.length} characters were given.`,
        "Enter digits only, for example 0212345678.",
      );
    }
    return this.#database.inTransaction(() => {
      const row = this.#database.prepare("SELECT messaging_sender FROM core_tenant WHERE code = ?").get(code);
      if (!row) throw notFound(code);
      const previous = String(row["messaging_sender"]);
      if (expected !== undefined && previous !== expected) {
        throw new ExpectedError(
          "conflict",
          `The sender was changed in between by someone else, of tenant: ${code}`,
          "Look at the value there is now, then try again.",
        );
      }
      this.#database.prepare("UPDATE core_tenant SET messaging_sender = ? WHERE code = ?").run(value, code);
      return { previous };
    });
  }

  /** Error: ExpectedError `tenant-not-found`. */
  setKakaoPfid(code: string, value: string): void {
    const { changes } = this.#database.prepare("UPDATE core_tenant SET kakao_pfid = ? WHERE code = ?").run(value, code);
    if (changes === 0) throw notFound(code);
  }

  insert(tenant: NewTenant): number {
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO core_tenant (id, name, code, is_active, kakao_pfid, messaging_sender, credit_balance,
           messaging_is_active, messaging_base_price) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        tenant.id ?? null,
        tenant.name,
        tenant.code,
        (tenant.isActive ?? true) ? 1 : 0,
        tenant.kakaoPfid ?? "",
        tenant.messagingSender ?? "",
        tenant.creditBalance ?? "0",
        (tenant.messagingIsActive ?? true) ? 1 : 0,
        tenant.messagingBasePrice ?? "0",
      );
    return Number(lastInsertRowid);
  }
}

function notFound(code: string): ExpectedError {
  return new ExpectedError("tenant-not-found", `There is no tenant with this code: ${code}`, "Check the tenant code.");
}

function optional(row: Record<string, SQLOutputValue> | undefined): Tenant | undefined {
  return row && fromRow(row);
}

function fromRow(row: Record<string, SQLOutputValue>): Tenant {
  return {
    id: Number(row["id"]),
    name: String(row["name"]),
    code: String(row["code"]),
    isActive: row["is_active"] === 1,
    kakaoPfid: String(row["kakao_pfid"]),
    messagingSender: String(row["messaging_sender"]),
    creditBalance: String(row["credit_balance"]),
    messagingIsActive: row["messaging_is_active"] === 1,
    messagingBasePrice: String(row["messaging_base_price"]),
  };
}
