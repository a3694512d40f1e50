import { randomUUID } from "node:crypto";
import type { StatementSync } from "node:sqlite";
import type { Clock } from "../../../common/clock";
import { openStore } from "../../store/store";
import type { Store } from "../../store/store";
import type { Tenant } from "../../store/tenantStore";
import { ClaimDecisions } from "./claimDecisions";
import { concludeJobs } from "./jobConclusions";
import type { OwnJob } from "./jobConclusions";
import { FINISHED_STATES, KEEP_FINISHED_MS } from "./jobRow";
import type { JobRow, NewLogRow } from "./jobRow";
import type { Claim, ClaimRequest, FinishedJob, JobOutcome, JobStore } from "./jobStore";

const COLUMNS = "key, tenant_id, state, owner, lease_until, group_id, provider_message_id, amount_deducted";

const FINISHED = `(${FINISHED_STATES.map((state) => `'${state}'`).join(", ")})`;

export interface SqliteJobStoreOptions {
  path: string;
  /** How long a claim lasts: the queue's visibility timeout. */
  leaseMs: number;
  /** False: reads no tenant and writes no row, like the backend without DJANGO_SETTINGS_MODULE. */
  ormAvailable: boolean;
  clock: Clock;
}

/** The store of one worker in the embedded database. SQLite is synchronous; transactions take well under 1 ms. */
export class SqliteJobStore implements JobStore {
  readonly #store: Store;
  readonly #options: SqliteJobStoreOptions;
  /** Identifies this worker in the rows it owns. */
  readonly #owner = randomUUID();
  readonly #sql: ReturnType<typeof prepareAll>;

  constructor(options: SqliteJobStoreOptions) {
    this.#options = options;
    this.#store = openStore(options.path);
    this.#sql = prepareAll(this.#store);
    this.#sql.prune.run(options.clock.now() - KEEP_FINISHED_MS);
  }

  claim(requests: readonly ClaimRequest[]): Promise<Claim[]> {
    const { leaseMs } = this.#options;
    return this.#write(() => {
      const now = this.#now();
      const jobs = byKey<JobRow>(this.#sql.jobs.all(JSON.stringify(requests.map(({ key }) => key))));
      const tenants = this.#tenants(requests);
      const cancelled = this.#cancelled(requests);
      const credits = new Map([...(tenants ?? [])].map(([id, { creditBalance }]) => [id, BigInt(creditBalance)]));
      const decisions = new ClaimDecisions({ jobs, tenants, cancelled, credits, now, leaseMs });
      const claims = requests.map((request) => decisions.decide(request));
      for (const { key, messageId, tenantId, state, leaseUntil, amount } of decisions.taken) {
        this.#sql.take.run(key, messageId, tenantId, state, this.#owner, leaseUntil, now, amount);
      }
      for (const key of decisions.shortened) this.#sql.shorten.run(now + leaseMs, key);
      this.#addCredits(decisions.creditChanges());
      const ids = this.#insertLogs(decisions.logs);
      decisions.logs.forEach(({ log }, index) => (log.notificationLogId = ids[index] ?? 0));
      return claims;
    });
  }

  openGroup(groupId: string, keys: readonly string[]): Promise<void> {
    return this.#write(() => {
      this.#sql.insertGroup.run(groupId, this.#now());
      this.#sql.toGrouped.run(groupId, this.#owner, JSON.stringify(keys));
    });
  }

  async submit(groupId: string, taken: readonly { key: string; providerMessageId: string }[]): Promise<boolean> {
    try {
      await this.#write(() => {
        if (this.#sql.submitGroup.run(groupId).changes === 0) throw new TakenOver();
        const ids = JSON.stringify(taken.map(({ key, providerMessageId }) => [key, providerMessageId]));
        const { changes } = this.#sql.toSubmitted.run(ids, this.#owner, groupId);
        if (Number(changes) < taken.length) throw new TakenOver();
      });
      return true;
    } catch (error) {
      if (error instanceof TakenOver) return false;
      throw error;
    }
  }

  abandonGroup(groupId: string): Promise<void> {
    return this.#write(() => {
      if (this.#sql.abandonGroup.run(groupId).changes > 0) this.#sql.backToClaimed.run(groupId);
    });
  }

  finish(outcomes: readonly JobOutcome[]): Promise<FinishedJob[]> {
    return this.#conclude(outcomes);
  }

  attemptFailed(failures: readonly Omit<JobOutcome, "state">[]): Promise<FinishedJob[]> {
    return this.#conclude(failures);
  }

  release(keys: readonly string[]): Promise<void> {
    return this.#write(() => keys.forEach((key) => this.#sql.release.run(key, this.#owner)));
  }

  extendLeases(keys: readonly string[]): Promise<void> {
    const until = this.#now() + this.#options.leaseMs;
    return this.#write(() => keys.forEach((key) => this.#sql.extend.run(until, key, this.#owner)));
  }

  close(): Promise<void> {
    this.#store.close();
    return Promise.resolve();
  }

  #conclude(outcomes: readonly (Omit<JobOutcome, "state"> & Partial<JobOutcome>)[]): Promise<FinishedJob[]> {
    return this.#write(() => {
      const own = byKey<OwnJob>(this.#sql.own.all(JSON.stringify(outcomes.map(({ key }) => key)), this.#owner));
      const { concluded, refunds } = concludeJobs(outcomes, own);
      for (const { key, state, amountDeducted } of concluded) this.#sql.toState.run(state, amountDeducted, key);
      this.#addCredits(refunds);
      const ids = this.#options.ormAvailable ? this.#insertLogs(concluded) : [];
      return concluded.map(({ key, amountDeducted }, index) => ({
        key,
        notificationLogId: ids[index] ?? 0,
        amountDeducted,
      }));
    });
  }

  #tenants(requests: readonly ClaimRequest[]): Map<number, Tenant> | undefined {
    if (!this.#options.ormAvailable) return undefined;
    const ids = new Set(requests.map(({ tenantId }) => tenantId));
    return new Map([...ids].flatMap((id) => this.#store.tenants.byId(id) ?? []).map((tenant) => [tenant.id, tenant]));
  }

  /** The requests' cancelled reservations, as "tenant/reservation". */
  #cancelled(requests: readonly ClaimRequest[]): Set<string> {
    const found = new Set<string>();
    if (!this.#options.ormAvailable) return found;
    for (const { tenantId, reservationId } of requests) {
      if (reservationId === undefined || !this.#store.reservations.isCancelled(tenantId, reservationId)) continue;
      found.add(`${tenantId}/${reservationId}`);
    }
    return found;
  }

  #addCredits(changes: ReadonlyMap<number, bigint>): void {
    for (const [id, amount] of changes) if (amount !== 0n) this.#sql.addCredit.run(amount, id);
  }

  #insertLogs(rows: readonly NewLogRow[]): number[] {
    const sentAt = new Date(this.#now()).toISOString();
    return this.#store.notificationLogs.insertMany(rows.map((row) => ({ ...row, sentAt })));
  }

  #now(): number {
    return this.#options.clock.now();
  }

  /** Rejects, never throws: callers handle a missing database like any other failed call. */
  #write<T>(run: () => T): Promise<T> {
    try {
      return Promise.resolve(this.#store.inTransaction(run));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }
}

const byKey = <Row extends OwnJob>(rows: unknown[]) => new Map((rows as Row[]).map((row) => [row.key, row]));

/** Ends the transaction of a submit whose group or job now belongs to another worker. */
class TakenOver extends Error {}

function prepareAll({ database }: Store) {
  const sql = (text: string): StatementSync => database.prepare(text);
  const job = "messaging_runtime_job";
  return {
    jobs: sql(`SELECT ${COLUMNS} FROM ${job} WHERE key IN (SELECT value FROM json_each(?))`),
    own: sql(
      `SELECT key, tenant_id, state, amount_deducted FROM ${job}
       WHERE key IN (SELECT value FROM json_each(?)) AND owner = ? AND state NOT IN ${FINISHED}`,
    ),
    take: sql(
      `INSERT INTO ${job} (key, message_id, tenant_id, state, owner, lease_until, updated_at, amount_deducted)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, state = excluded.state, owner = excluded.owner,
         lease_until = excluded.lease_until, updated_at = excluded.updated_at, amount_deducted = excluded.amount_deducted`,
    ),
    toGrouped: sql(
      `UPDATE ${job} SET state = 'grouped', group_id = ?
       WHERE owner = ? AND key IN (SELECT value FROM json_each(?))`,
    ),
    // The plus stops SQLite from using the index of groups: it would scan all of `taken` for each job of the group.
    toSubmitted: sql(
      `UPDATE ${job} SET state = 'submitted', provider_message_id = taken.value ->> 1
       FROM json_each(?) AS taken WHERE ${job}.key = taken.value ->> 0 AND owner = ? AND +group_id = ?`,
    ),
    backToClaimed: sql(`UPDATE ${job} SET state = 'claimed', group_id = NULL WHERE group_id = ? AND state = 'grouped'`),
    toState: sql(`UPDATE ${job} SET state = ?, amount_deducted = ?, lease_until = 0 WHERE key = ?`),
    release: sql(`UPDATE ${job} SET lease_until = 0 WHERE key = ? AND owner = ?`),
    extend: sql(`UPDATE ${job} SET lease_until = ? WHERE key = ? AND owner = ?`),
    shorten: sql(`UPDATE ${job} SET lease_until = ? WHERE key = ?`),
    prune: sql(`DELETE FROM ${job} WHERE updated_at < ? AND state IN ${FINISHED}`),
    addCredit: sql("UPDATE core_tenant SET credit_balance = credit_balance + ? WHERE id = ?"),
    insertGroup: sql("INSERT INTO messaging_runtime_group (group_id, state, created_at) VALUES (?, 'created', ?)"),
    submitGroup: sql("UPDATE messaging_runtime_group SET state = 'submitted' WHERE group_id = ? AND state = 'created'"),
    abandonGroup: sql(
      "UPDATE messaging_runtime_group SET state = 'abandoned' WHERE group_id = ? AND state = 'created'",
    ),
  };
}
