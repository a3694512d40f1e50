import type { Migration } from "./migration";

/**
 * The worker's own tables beside the backend's: the state of each job (see the state machine above JobStore). Times are
 * milliseconds since the Unix epoch, money is decimal text.
 */
export const jobTables: Migration = {
  name: "jobs of the worker",
  sql: `
  CREATE TABLE messaging_runtime_job (
    key TEXT PRIMARY KEY,
    message_id TEXT NOT NULL,
    tenant_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    group_id TEXT,
    provider_message_id TEXT NOT NULL DEFAULT '',
    amount_deducted TEXT NOT NULL DEFAULT '0',
    updated_at BIGINT NOT NULL
  );
  CREATE INDEX messaging_runtime_job_group ON messaging_runtime_job (group_id);
  CREATE INDEX messaging_runtime_job_updated ON messaging_runtime_job (updated_at);
  CREATE TABLE messaging_runtime_group (
    group_id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
  );
  `,
};
