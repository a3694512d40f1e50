import type { ClientBase } from "pg";
import type { NewLogRow } from "./jobRow";

/** The worker's own tables in the backend's database, the same as in the embedded store (see jobTables.ts). */
const CREATE = `
  CREATE TABLE IF NOT EXISTS messaging_runtime_job (
    key TEXT PRIMARY KEY,
    message_id TEXT NOT NULL,
    tenant_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    group_id TEXT,
    provider_message_id TEXT NOT NULL DEFAULT '',
    amount_deducted TEXT NOT NULL DEFAULT '0',
    updated_at BIGINT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS messaging_runtime_job_group ON messaging_runtime_job (group_id);
  CREATE INDEX IF NOT EXISTS messaging_runtime_job_updated ON messaging_runtime_job (updated_at);
  CREATE TABLE IF NOT EXISTS messaging_runtime_group (
    group_id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
  )`;

/** An arbitrary number: workers that start at once create the tables one after the other. */
const SCHEMA_LOCK = 7_205_759_403;

/** A role that may not create tables can still work if they exist. */
export async function ensureJobTables(client: ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [SCHEMA_LOCK]);
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('messaging_runtime_group') IS NOT NULL AS there",
  );
  if (!rows[0]?.there) await client.query(CREATE);
}

/** Returns the ids in the order of the rows. Cuts texts to the length of their columns. */
export async function insertLogs(client: ClientBase, at: Date, rows: readonly NewLogRow[]): Promise<number[]> {
  if (rows.length === 0) return [];
  const { rows: inserted } = await client.query<{ id: string }>(
    `INSERT INTO messaging_notificationlog
       (tenant_id, sent_at, success, amount_deducted, recipient_summary, template_summary, failure_reason)
     SELECT tenant_id, $1, success, amount::numeric, left(recipient, 200), left(template, 200), left(reason, 500)
     FROM unnest($2::bigint[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::text[])
       WITH ORDINALITY AS row (tenant_id, success, amount, recipient, template, reason, place)
     ORDER BY place RETURNING id`,
    [
      at,
      rows.map(({ tenantId }) => tenantId),
      rows.map(({ success }) => success),
      rows.map(({ amountDeducted }) => amountDeducted),
      rows.map(({ recipientSummary }) => storable(recipientSummary)),
      rows.map(({ templateSummary }) => storable(templateSummary)),
      rows.map(({ failureReason }) => storable(failureReason)),
    ],
  );
  return inserted.map(({ id }) => Number(id));
}

/** Postgres rejects NUL, and one in a foreign payload must not block the rows beside it. */
const storable = (text: string) => text.replaceAll("\0", "");
