import * as l10n from "@vscode/l10n";
import type { ClientBase } from "pg";
import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import type { StudentSummary, TenantRecord, TenantSummary } from "../../runtime/control/stackContract";
import type { StudentNumber, TenantSchema, TenantTarget } from "../environment";
import type { SecretSource, TenantDataSettings } from "../settings/environmentSettings";
import { logRowOf } from "../tenants/logRow";
import type { TenantLogRow } from "../tenants/logRow";
import { invalidSender, senderChanged, tenantNotFound } from "../tenants/tenantErrors";
import type { TenantWriter } from "../writers";
import { findTable, logShape, studentShape, tenantShape } from "./backendTables";
import { PostgresSession } from "./postgresSession";

export type SqlSettings = Extract<TenantDataSettings, { kind: "sql" }>;

const RECORD_COLUMNS = [
  "id",
  "code",
  "messaging_sender",
  "credit_balance",
  "messaging_is_active",
  "messaging_base_price",
];
const SUMMARY_COLUMNS = ["id", "code", "name", "messaging_sender", "is_active"];
const LOG_COLUMNS = ["id", "sent_at", "success", "failure_reason", "recipient_summary", "status"];
const LOG_PAGE = 2_000;

/** `pg` returns bigint and decimal as text, times as Date. */
type RecordRow = { id: string } & Omit<TenantRecord, "id">;
type LogTableRow = { id: string; sent_at?: Date } & Partial<Omit<TenantLogRow, "id" | "sent_at">>;
type SummaryRow = { id: string; code: string; name?: string; messaging_sender: string; is_active?: boolean };

/**
 * Tenant data in the backend's Postgres by SQL, for users who have only its address. Finds tables by their shape and
 * reads columns at run time; values are parameters. Django's validators do not run here: only the column's length is
 * checked.
 */
export class SqlTarget implements TenantTarget, TenantWriter, Disposable {
  readonly #address: () => Promise<string>;
  #session: PostgresSession | undefined;

  /** `address` is read at every call, so a corrected one takes effect at once. */
  constructor(address: () => Promise<string>) {
    this.#address = address;
  }

  get origin(): string {
    return this.#session ? l10n.t("SQL ({0})", placeOf(this.#session.url)) : l10n.t("SQL");
  }

  schema(signal?: AbortSignal): Promise<TenantSchema> {
    return this.#read(signal, async (client) => {
      const tenants = await findTable(client, tenantShape);
      const senderMaxLength = tenants.maxLength("messaging_sender");
      return {
        tenantFields: tenants.columnNames,
        logFields: (await findTable(client, logShape)).columnNames,
        ...(senderMaxLength !== undefined && { senderMaxLength }),
      };
    });
  }

  tenants(afterId: number, limit: number, signal?: AbortSignal) {
    return this.#read(signal, async (client) => {
      const table = await findTable(client, tenantShape);
      const columns = table.readable(SUMMARY_COLUMNS);
      const { rows: counted } = await client.query<{ total: string }>(`SELECT count(*) AS total FROM ${table.sql}`);
      const { rows } = await client.query<SummaryRow>(
        `SELECT ${columns.join(", ")} FROM ${table.sql} WHERE id > $1 ORDER BY id LIMIT $2`,
        [afterId, limit],
      );
      return { total: Number(counted[0]?.total), tenants: rows.map(toSummary) };
    });
  }

  tenant(code: string, signal?: AbortSignal): Promise<TenantSummary> {
    return this.#read(signal, async (client) => toSummary(await tenantRow(client, code, SUMMARY_COLUMNS)));
  }

  record(code: string, signal?: AbortSignal) {
    return this.#read(signal, async (client) => {
      const { id, ...row } = await tenantRow<RecordRow>(client, code, RECORD_COLUMNS);
      return { id: Number(id), ...row };
    });
  }

  notificationLogs(afterId: number, code?: string, signal?: AbortSignal): Promise<TenantLogRow[]> {
    return this.#read(signal, async (client) => {
      const table = await findTable(client, logShape);
      const columns = table.readable(LOG_COLUMNS).join(", ");
      const [condition, tenant] = await ofTenant(client, code);
      const rows: TenantLogRow[] = [];
      for (let after = String(afterId); ;) {
        const { rows: page } = await client.query<LogTableRow>(
          `SELECT ${columns} FROM ${table.sql} WHERE id > $1${condition} ORDER BY id LIMIT ${LOG_PAGE}`,
          [after, ...tenant],
        );
        rows.push(...page.map(toLogRow));
        if (page.length < LOG_PAGE) return rows;
        after = page.at(-1)!.id;
      }
    });
  }

  newestLogs(limit: number, code?: string, signal?: AbortSignal): Promise<TenantLogRow[]> {
    return this.#read(signal, async (client) => {
      const table = await findTable(client, logShape);
      const columns = table.readable(LOG_COLUMNS).join(", ");
      const [condition, tenant] = await ofTenant(client, code);
      const { rows } = await client.query<LogTableRow>(
        `SELECT ${columns} FROM ${table.sql} WHERE id > $1${condition} ORDER BY id DESC LIMIT ${Math.trunc(limit)}`,
        [0, ...tenant],
      );
      return rows.map(toLogRow);
    });
  }

  async lastLogId(code?: string, signal?: AbortSignal): Promise<number> {
    const [newest] = await this.newestLogs(1, code, signal);
    return Number(newest?.id ?? 0);
  }

  async setSender(code: string, expected: string, value: string, signal?: AbortSignal): Promise<TenantSummary> {
    const session = await this.#connected();
    return session.transaction("READ WRITE", signal, async (client) => {
      const table = await findTable(client, tenantShape);
      const longest = table.maxLength("messaging_sender");
      if (longest !== undefined && [...value].length > longest) {
        throw invalidSender(l10n.t("{0} characters at most", longest));
      }
      const columns = table.readable(SUMMARY_COLUMNS).join(", ");
      // An UPDATE's lock: inserts by the worker that reference the tenant do not wait for it.
      const { rows } = await client.query<SummaryRow>(
        `SELECT ${columns} FROM ${table.sql} WHERE code = $1 FOR NO KEY UPDATE`,
        [code],
      );
      const [row] = rows;
      if (!row) throw tenantNotFound(code);
      if ((row.messaging_sender ?? "") !== expected) throw senderChanged(code);
      await client.query(`UPDATE ${table.sql} SET messaging_sender = $2 WHERE id = $1`, [row.id, value]);
      return toSummary({ ...row, messaging_sender: value });
    });
  }

  recipients(
    code: string,
    studentIds: readonly number[],
    sendTo: "student" | "parent",
    signal?: AbortSignal,
  ): Promise<StudentNumber[]> {
    return this.#read(signal, async (client) => {
      const table = await findTable(client, studentShape);
      const { id } = await tenantRow(client, code, ["id"]);
      const column = sendTo === "student" ? "phone" : "parent_phone";
      const present = table.has("deleted_at") ? " AND deleted_at IS NULL" : "";
      const { rows } = await client.query<{ id: string; number: string | null }>(
        `SELECT id, ${column} AS number FROM ${table.sql} WHERE tenant_id = $1 AND id = ANY($2)${present} ORDER BY id`,
        [id, studentIds],
      );
      return rows.map(({ id, number }) => ({ studentId: Number(id), number: number?.trim() || null }));
    });
  }

  students(code: string, search: string, limit: number, signal?: AbortSignal): Promise<StudentSummary[]> {
    return this.#read(signal, async (client) => {
      const table = await findTable(client, studentShape);
      const { id } = await tenantRow(client, code, ["id"]);
      const isNamed = table.readable(["name"]).length > 0;
      const { rows } = await client.query<{ id: string; name: string | null; own: boolean; parent: boolean }>(
        `SELECT id, ${isNamed ? "name" : "NULL"} AS name,
           coalesce(trim(phone), '') <> '' AS own, coalesce(trim(parent_phone), '') <> '' AS parent
         FROM ${table.sql} WHERE tenant_id = $1${isNamed ? " AND strpos(name, $2) > 0" : " AND $2 = ''"}
           ${table.has("deleted_at") ? "AND deleted_at IS NULL" : ""} ORDER BY id LIMIT $3`,
        [id, search, limit],
      );
      return rows.map(({ id, name, own, parent }) => ({
        id: Number(id),
        name: name ?? "",
        hasPhone: own,
        hasParentPhone: parent,
      }));
    });
  }

  async dispose(): Promise<void> {
    await this.#session?.dispose();
  }

  async #read<T>(signal: AbortSignal | undefined, work: (client: ClientBase) => Promise<T>): Promise<T> {
    return (await this.#connected()).transaction("READ ONLY", signal, work);
  }

  async #connected(): Promise<PostgresSession> {
    const url = await this.#address();
    if (this.#session?.url === url) return this.#session;
    const former = this.#session;
    this.#session = new PostgresSession(url);
    await former?.dispose();
    return this.#session;
  }
}

/** Takes the address from the secrets; `urlVariable` is named where there is none. */
export function createSqlTarget({ urlVariable }: SqlSettings, secrets: SecretSource): SqlTarget {
  return new SqlTarget(async () => {
    const url = await secrets.get("databaseUrl");
    if (url) return url;
    throw new ExpectedError(
      "database-url-missing",
      l10n.t("There is no address of the backend's database"),
      l10n.t("Store it as a secret, or set the environment variable {0}.", urlVariable),
    );
  });
}

/** Host and database, without user and password. */
function placeOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : "Postgres";
}

async function tenantRow<Row = SummaryRow>(client: ClientBase, code: string, columns: readonly string[]): Promise<Row> {
  const table = await findTable(client, tenantShape);
  const { rows } = await client.query(
    `SELECT ${table.readable(columns).join(", ")} FROM ${table.sql} WHERE code = $1`,
    [code],
  );
  const [row] = rows as Row[];
  if (!row) throw tenantNotFound(code);
  return row;
}

/** The SQL condition that selects one tenant by parameter $1, and its parameter. */
async function ofTenant(client: ClientBase, code: string | undefined): Promise<[sql: string, parameters: string[]]> {
  if (code === undefined) return ["", []];
  const { id } = await tenantRow(client, code, ["id"]);
  return [" AND tenant_id = $2", [id]];
}

const toSummary = ({ id, code, name, messaging_sender, is_active }: SummaryRow): TenantSummary => ({
  id: Number(id),
  code,
  name: name ?? code,
  messagingSender: messaging_sender ?? "",
  ...(is_active != null && { isActive: is_active }),
});

const toLogRow = ({ sent_at, ...row }: LogTableRow) =>
  logRowOf({ ...row, ...(sent_at && { sent_at: sent_at.toISOString() }) });
