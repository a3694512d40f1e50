import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import type { Clock } from "../../../common/clock";
import { FINISHED_STATES, KEEP_FINISHED_MS } from "./jobRow";
import type { JobRow } from "./jobRow";
import type { Claim, ClaimRequest, FinishedJob, JobOutcome, JobStore } from "./jobStore";
import { ClaimDecisions } from "./claimDecisions";
import { concludeJobs } from "./jobConclusions";
import { addCredits, lockCredits, readCancelled, readTenants } from "./postgresTenants";
import { ensureJobTables, insertLogs } from "./postgresTables";
import { PostgresTransactions } from "./postgresTransactions";

const JOB = "messaging_runtime_job";
const GROUP = "messaging_runtime_group";

/** tenant_id and lease_until would arrive as text: both are far below the limit of a number. */
const COLUMNS = `key, tenant_id::float8 AS tenant_id, state, owner, lease_until::float8 AS lease_until, group_id,
  provider_message_id, amount_deducted`;

/** This worker's jobs among the keys $1, owner $2, locked in the order that every transaction uses. */
const OWN_KEYS = `SELECT key FROM ${JOB} WHERE key = ANY($1::text[]) AND owner = $2 ORDER BY key FOR UPDATE`;

export interface PostgresJobStoreOptions {
  url: string;
  /** How long a claim lasts: the queue's visibility timeout. */
  leaseMs: number;
  /** False: reads no tenant and writes no row, like the backend without DJANGO_SETTINGS_MODULE. */
  ormAvailable: boolean;
  clock: Clock;
}

/**
 * The store of many workers in the backend's own Postgres. A transaction takes a few statements for any number of jobs,
 * and locks in one order: group, jobs by key, tenants by id.
 */
export class PostgresJobStore implements JobStore {
  readonly #options: PostgresJobStoreOptions;
  readonly #database: PostgresTransactions;
  /** Identifies this worker in the rows it owns. */
  readonly #owner = randomUUID();

  private constructor(options: PostgresJobStoreOptions) {
    this.#options = options;
    this.#database = new PostgresTransactions(options.url);
  }

  /** Rejects if the database is unreachable or the worker's tables cannot be created. */
  static async open(options: PostgresJobStoreOptions): Promise<PostgresJobStore> {
    const store = new PostgresJobStore(options);
    try {
      await store.#database.run(async (client) => {
        await ensureJobTables(client);
        const before = store.#now() - KEEP_FINISHED_MS;
        await client.query(`DELETE FROM ${JOB} WHERE updated_at < $1 AND state = ANY($2)`, [before, FINISHED_STATES]);
      });
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  claim(requests: readonly ClaimRequest[]): Promise<Claim[]> {
    const { ormAvailable, leaseMs } = this.#options;
    return this.#database.run(async (client) => {
      const { jobs, created } = await this.#lockJobs(client, requests);
      const tenants = ormAvailable ? await readTenants(client, requests) : undefined;
      const cancelled = tenants ? await readCancelled(client, requests) : new Set<string>();
      const before = await lockCredits(client, tenants?.keys() ?? []);
      const decisions = new ClaimDecisions({
        jobs,
        tenants,
        cancelled,
        credits: before,
        now: this.#now(),
        leaseMs,
      });
      const claims = requests.map((request) => decisions.decide(request));
      await this.#take(client, decisions, created);
      await addCredits(client, decisions.creditChanges());
      const ids = await insertLogs(client, new Date(this.#now()), decisions.logs);
      decisions.logs.forEach(({ log }, index) => (log.notificationLogId = ids[index] ?? 0));
      return claims;
    });
  }

  openGroup(groupId: string, keys: readonly string[]): Promise<void> {
    return this.#database.run(async (client) => {
      await client.query(`INSERT INTO ${GROUP} (group_id, state, created_at) VALUES ($1, 'created', $2)`, [
        groupId,
        this.#now(),
      ]);
      await client.query(`UPDATE ${JOB} SET state = 'grouped', group_id = $3 WHERE key IN (${OWN_KEYS})`, [
        keys,
        this.#owner,
        groupId,
      ]);
    });
  }

  async submit(groupId: string, taken: readonly { key: string; providerMessageId: string }[]): Promise<boolean> {
    try {
      await this.#database.run(async (client) => {
        const group = `UPDATE ${GROUP} SET state = 'submitted' WHERE group_id = $1 AND state = 'created'`;
        if ((await client.query(group, [groupId])).rowCount === 0) throw new TakenOver();
        const { rowCount } = await client.query(
          `WITH own AS (${OWN_KEYS})
           UPDATE ${JOB} AS job SET state = 'submitted', provider_message_id = taken.id
           FROM own JOIN unnest($1::text[], $3::text[]) AS taken (key, id) ON taken.key = own.key
           WHERE job.key = own.key AND job.group_id = $4`,
          [taken.map(({ key }) => key), this.#owner, taken.map(({ providerMessageId }) => providerMessageId), groupId],
        );
        if (rowCount !== taken.length) throw new TakenOver();
      });
      return true;
    } catch (error) {
      if (error instanceof TakenOver) return false;
      throw error;
    }
  }

  abandonGroup(groupId: string): Promise<void> {
    return this.#database.run(async (client) => {
      const group = `UPDATE ${GROUP} SET state = 'abandoned' WHERE group_id = $1 AND state = 'created'`;
      if ((await client.query(group, [groupId])).rowCount === 0) return;
      await client.query(
        `UPDATE ${JOB} SET state = 'claimed', group_id = NULL WHERE key IN (
           SELECT key FROM ${JOB} WHERE group_id = $1 AND state = 'grouped' ORDER BY key FOR UPDATE)`,
        [groupId],
      );
    });
  }

  finish(outcomes: readonly JobOutcome[]): Promise<FinishedJob[]> {
    return this.#conclude(outcomes);
  }

  attemptFailed(failures: readonly Omit<JobOutcome, "state">[]): Promise<FinishedJob[]> {
    return this.#conclude(failures);
  }

  release(keys: readonly string[]): Promise<void> {
    return this.#setLeases(keys, 0);
  }

  extendLeases(keys: readonly string[]): Promise<void> {
    return this.#setLeases(keys, this.#now() + this.#options.leaseMs);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** Locks every job of the requests until the end of the transaction; new ones are free, without an owner. */
  async #lockJobs(client: ClientBase, requests: readonly ClaimRequest[]) {
    const byKey = new Map(requests.map((request) => [request.key, request]));
    const keys = [...byKey.keys()].sort();
    const { rows: created } = await client.query<{ key: string }>(
      `INSERT INTO ${JOB} (key, message_id, tenant_id, state, owner, lease_until, updated_at)
       SELECT key, '', tenant_id, 'claimed', '', 0, $3 FROM unnest($1::text[], $2::bigint[]) AS job (key, tenant_id)
       ON CONFLICT (key) DO NOTHING RETURNING key`,
      [keys, keys.map((key) => byKey.get(key)!.tenantId), this.#now()],
    );
    const { rows } = await client.query<JobRow>(
      `SELECT ${COLUMNS} FROM ${JOB} WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE`,
      [keys],
    );
    return { jobs: new Map(rows.map((row) => [row.key, row])), created: new Set(created.map(({ key }) => key)) };
  }

  async #take(client: ClientBase, decisions: ClaimDecisions, created: ReadonlySet<string>): Promise<void> {
    const { taken, unknown, shortened } = decisions;
    const made = unknown.filter((key) => created.has(key));
    if (made.length > 0) await client.query(`DELETE FROM ${JOB} WHERE key = ANY($1::text[])`, [made]);
    if (shortened.length > 0)
      await client.query(`UPDATE ${JOB} SET lease_until = $2 WHERE key = ANY($1::text[])`, [
        shortened,
        this.#now() + this.#options.leaseMs,
      ]);
    if (taken.length === 0) return;
    await client.query(
      `UPDATE ${JOB} AS job SET owner = $1, updated_at = $2, message_id = taken.message_id, state = taken.state,
         lease_until = taken.lease_until, amount_deducted = taken.amount
       FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
         AS taken (key, message_id, state, lease_until, amount) WHERE job.key = taken.key`,
      [
        this.#owner,
        this.#now(),
        taken.map(({ key }) => key),
        taken.map(({ messageId }) => messageId),
        taken.map(({ state }) => state),
        taken.map(({ leaseUntil }) => leaseUntil),
        taken.map(({ amount }) => amount),
      ],
    );
  }

  /** With a state, a job is finished; without one, it is free for the next claim. */
  #conclude(outcomes: readonly (Omit<JobOutcome, "state"> & Partial<JobOutcome>)[]): Promise<FinishedJob[]> {
    return this.#database.run(async (client) => {
      const { rows } = await client.query<JobRow>(
        `SELECT ${COLUMNS} FROM ${JOB} WHERE key = ANY($1::text[]) AND owner = $2 AND state <> ALL($3::text[])
         ORDER BY key FOR UPDATE`,
        [outcomes.map(({ key }) => key), this.#owner, FINISHED_STATES],
      );
      const { concluded, refunds } = concludeJobs(outcomes, new Map(rows.map((row) => [row.key, row])));
      await client.query(
        `UPDATE ${JOB} AS job SET state = ended.state, amount_deducted = ended.amount, lease_until = 0
         FROM unnest($1::text[], $2::text[], $3::text[]) AS ended (key, state, amount) WHERE job.key = ended.key`,
        [
          concluded.map(({ key }) => key),
          concluded.map(({ state }) => state),
          concluded.map(({ amountDeducted }) => amountDeducted),
        ],
      );
      await lockCredits(client, refunds.keys());
      await addCredits(client, refunds);
      const ids = this.#options.ormAvailable ? await insertLogs(client, new Date(this.#now()), concluded) : [];
      return concluded.map(({ key, amountDeducted }, index) => ({
        key,
        notificationLogId: ids[index] ?? 0,
        amountDeducted,
      }));
    });
  }

  #setLeases(keys: readonly string[], until: number): Promise<void> {
    return this.#database.run(async (client) => {
      await client.query(`UPDATE ${JOB} SET lease_until = $3 WHERE key IN (${OWN_KEYS})`, [keys, this.#owner, until]);
    });
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

/** Ends the transaction of a submit whose group or job now belongs to another worker. */
class TakenOver extends Error {}
