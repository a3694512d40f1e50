import type { SQLOutputValue } from "node:sqlite";
import type { StoreDatabase } from "./database";

export interface NotificationLog {
  id: number;
  tenantId: number;
  /** ISO 8601 UTC. */
  sentAt: string;
  success: boolean;
  /** Decimal text with two decimal places, in won. */
  amountDeducted: string;
  /** Masked number. */
  recipientSummary: string;
  templateSummary: string;
  /** '' on success. */
  failureReason: string;
}

export type NewNotificationLog = Omit<NotificationLog, "id">;

/** The backend's column lengths: SQLite accepts longer text, Postgres refuses the row. */
const SUMMARY_LENGTH = 200;
const REASON_LENGTH = 500;

const COLUMNS = `id, tenant_id, sent_at, success, printf('%.2f', amount_deducted) AS amount_deducted,
  recipient_summary, template_summary, failure_reason`;

/** messaging_notificationlog: one row per attempt, written only by the worker. */
export class NotificationLogs {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** Inserts all rows or none; returns their ids in order. Cuts texts to the column's length. */
  insertMany(rows: readonly NewNotificationLog[]): number[] {
    const insert = this.#database.prepare(
      `INSERT INTO messaging_notificationlog
         (tenant_id, sent_at, success, amount_deducted, recipient_summary, template_summary, failure_reason)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    return this.#database.inTransaction(() =>
      rows.map((row) =>
        Number(
          insert.run(
            row.tenantId,
            row.sentAt,
            row.success ? 1 : 0,
            row.amountDeducted,
            row.recipientSummary.slice(0, SUMMARY_LENGTH),
            row.templateSummary.slice(0, SUMMARY_LENGTH),
            row.failureReason.slice(0, REASON_LENGTH),
          ).lastInsertRowid,
        ),
      ),
    );
  }

  /** Rows with an id above `id`, of one tenant or of all, oldest first: what is new since the last call. */
  sinceId(id: number, tenantId?: number, limit = 500): NotificationLog[] {
    return this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM messaging_notificationlog
         WHERE id > ? AND (? IS NULL OR tenant_id = ?) ORDER BY id LIMIT ?`,
      )
      .all(id, tenantId ?? null, tenantId ?? null, limit)
      .map(fromRow);
  }

  /** Rows of one tenant or of all, newest first. */
  newest(limit: number, tenantId?: number): NotificationLog[] {
    return this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM messaging_notificationlog
         WHERE ? IS NULL OR tenant_id = ? ORDER BY id DESC LIMIT ?`,
      )
      .all(tenantId ?? null, tenantId ?? null, limit)
      .map(fromRow);
  }

  /** A tenant's rows, newest first. */
  latest(tenantId: number, limit: number, offset = 0): NotificationLog[] {
    return this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM messaging_notificationlog WHERE tenant_id = ?
         ORDER BY sent_at DESC, id DESC LIMIT ? OFFSET ?`,
      )
      .all(tenantId, limit, offset)
      .map(fromRow);
  }

  count(tenantId: number): number {
    const row = this.#database
      .prepare("SELECT count(*) AS rows FROM messaging_notificationlog WHERE tenant_id = ?")
      .get(tenantId);
    return Number(row?.["rows"]);
  }
}

function fromRow(row: Record<string, SQLOutputValue>): NotificationLog {
  return {
    id: Number(row["id"]),
    tenantId: Number(row["tenant_id"]),
    sentAt: String(row["sent_at"]),
    success: row["success"] === 1,
    amountDeducted: String(row["amount_deducted"]),
    recipientSummary: String(row["recipient_summary"]),
    templateSummary: String(row["template_summary"]),
    failureReason: String(row["failure_reason"]),
  };
}
