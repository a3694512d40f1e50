import { randomUUID } from "node:crypto";
import type { StatementSync } from "node:sqlite";
import type { Clock } from "../../common/clock";
import { openStore } from "../store/store";
import type { Store } from "../store/store";
import type { Tenant } from "../store/tenants";
import { wholeWon } from "../store/won";
import { FINISHED_STATES, isFinished, KEEP_FINISHED_MS, resumePointOf, tenantInfoOf } from "./jobRow";
import type { JobRow } from "./jobRow";
import type { Claim, ClaimRequest, FinishedJob, JobOutcome, JobStore } from "./jobStore";

const FINISHED = `(${FINISHED_STATES.map((state) => `'${state}'`).join(", ")})`;

export interface SqliteJobStoreOptions {
  path: string;
  /** How long a claim holds: the queue's visibility timeout. */
  leaseMs: number;
  /** False: as the backend without DJANGO_SETTINGS_MODULE, no tenant is read and no row written. */
  ormAvailable: boolean;
  clock: Clock;
}

/** The store of one worker in the embedded database. SQLite is synchronous; a transaction here takes well under 1 ms. */
export class SqliteJobStore implements JobStore {
  readonly #store: Store;
  readonly #options: SqliteJobStoreOptions;
  /** This worker, in the rows that it holds. */
  readonly #owner = randomUUID();
  readonly #sql: ReturnType<typeof prepareAll>;

  constructor(options: SqliteJobStoreOptions) {
    this.#options = options;
    this.#store = openStore(options.path);
    this.#sql = prepareAll(this.#store);
    this.#sql.prune.run(options.clock.now() - KEEP_FINISHED_MS);
  }

  claim(requests: readonly ClaimRequest[]): Promise<Claim[]> {
    return this.#write(() => {
      const tenants = new Map<number, Tenant | undefined>();
      return requests.map((request) => this.#claimOne(request, tenants));
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
    return this.#write(() =>
      outcomes.flatMap((outcome) => {
        const job = this.#own(outcome.key);
        if (!job) return [];
        const refund = outcome.state === "refused" || outcome.state === "skipped";
        const amount = this.#settle(job, refund);
        this.#sql.toState.run(outcome.state, amount, this.#now(), outcome.key);
        return [this.#log(job.tenant_id, outcome.key, outcome, outcome.state === "accepted", amount)];
      }),
    );
  }

  attemptFailed(failures: readonly Omit<JobOutcome, "state">[]): Promise<FinishedJob[]> {
    return this.#write(() =>
      failures.flatMap((failure) => {
        const job = this.#own(failure.key);
        if (!job) return [];
        const amount = this.#settle(job, true);
        this.#sql.failAttempt.run(amount, failure.key);
        return [this.#log(job.tenant_id, failure.key, failure, false, amount)];
      }),
    );
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

  /** `tenants`: those read in this transaction. Only their credit changes in it, and the deduction looks at it afresh. */
  #claimOne(request: ClaimRequest, tenants: Map<number, Tenant | undefined>): Claim {
    const { key, messageId, tenantId, reservationId } = request;
    const now = this.#now();
    const job = this.#sql.job.get(key) as unknown as JobRow | undefined;
    if (job) {
      if (isFinished(job.state)) return { kind: "finished", state: job.state };
      if (job.lease_until > now) return { kind: "leased", forMs: job.lease_until - now };
    }
    if (!tenants.has(tenantId)) tenants.set(tenantId, this.#tenant(tenantId));
    const tenant = tenants.get(tenantId);
    if (this.#options.ormAvailable && !tenant) return { kind: "unknown-tenant" };
    // Too late for a job that is submitted: it may be on its way, and its group decides.
    const cancelled =
      reservationId !== undefined && job?.state !== "submitted" && this.#isCancelled(tenantId, reservationId);
    const amount = cancelled ? "0" : this.#deduct(tenant, job?.amount_deducted ?? "0");
    this.#sql.take.run(key, messageId, tenantId, this.#owner, now + this.#options.leaseMs, now, amount ?? "0");
    if (cancelled) {
      if (job) this.#settle(job, true); // an attempt that did not end had taken the price
      this.#sql.toState.run("skipped", "0", now, key);
      return { kind: "reservation-cancelled" };
    }
    if (amount === undefined) {
      this.#sql.toState.run("refused", "0", now, key);
      const { creditBalance: balance, messagingBasePrice: price } = this.#tenant(tenantId)!;
      const row = { ...request, failureReason: "insufficient_balance" };
      return { kind: "insufficient-balance", balance, price, log: this.#log(tenantId, key, row, false, "0") };
    }
    return { kind: "claimed", tenant: tenant && tenantInfoOf(tenant), resume: resumePointOf(job) };
  }

  #tenant(id: number): Tenant | undefined {
    return this.#options.ormAvailable ? this.#store.tenants.byId(id) : undefined;
  }

  #isCancelled(tenantId: number, reservationId: number): boolean {
    return this.#options.ormAvailable && this.#store.reservations.isCancelled(tenantId, reservationId);
  }

  /** What is deducted then, perhaps by an attempt that did not end; undefined where the credit does not suffice. */
  #deduct(tenant: Tenant | undefined, deducted: string): string | undefined {
    if (!tenant || Number(deducted) > 0) return deducted;
    const price = wholeWon(tenant.messagingBasePrice);
    return this.#sql.deduct.run(price, tenant.id, price).changes === 0 ? undefined : String(price);
  }

  /** Gives the price back where nothing was sent; the amount that stays deducted. */
  #settle(job: JobRow, refund: boolean): string {
    if (!refund) return job.amount_deducted;
    if (Number(job.amount_deducted) > 0) this.#sql.refund.run(Number(job.amount_deducted), job.tenant_id);
    return "0";
  }

  #log(
    tenantId: number,
    key: string,
    row: { recipientSummary: string; templateSummary: string; failureReason: string },
    success: boolean,
    amountDeducted: string,
  ): FinishedJob {
    if (!this.#options.ormAvailable) return { key, notificationLogId: 0, amountDeducted };
    const { recipientSummary, templateSummary, failureReason } = row;
    const sentAt = new Date(this.#now()).toISOString();
    const summaries = { recipientSummary, templateSummary, failureReason };
    const [id] = this.#store.notificationLogs.insertMany([{ tenantId, sentAt, success, amountDeducted, ...summaries }]);
    return { key, notificationLogId: id ?? 0, amountDeducted };
  }

  /** The job where it is still this worker's and not finished. */
  #own(key: string): JobRow | undefined {
    const job = this.#sql.job.get(key) as unknown as JobRow | undefined;
    return job && job.owner === this.#owner && !isFinished(job.state) ? job : undefined;
  }

  #now(): number {
    return this.#options.clock.now();
  }

  /** A rejection, never a throw: callers treat a database that is gone like any other failed call. */
  #write<T>(run: () => T): Promise<T> {
    try {
      return Promise.resolve(this.#store.inTransaction(run));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }
}

/** Ends the transaction of a submit whose group or job is another worker's by now. */
class TakenOver extends Error {}

function prepareAll({ database }: Store) {
  const sql = (text: string): StatementSync => database.prepare(text);
  const job = "messaging_runtime_job";
  return {
    job: sql(
      `SELECT key, tenant_id, state, owner, lease_until, group_id, provider_message_id, amount_deducted FROM ${job} WHERE key = ?`,
    ),
    take: sql(
      `INSERT INTO ${job} (key, message_id, tenant_id, state, owner, lease_until, updated_at, amount_deducted)
       VALUES (?, ?, ?, 'claimed', ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, owner = excluded.owner,
         lease_until = excluded.lease_until, updated_at = excluded.updated_at, amount_deducted = excluded.amount_deducted`,
    ),
    toGrouped: sql(
      `UPDATE ${job} SET state = 'grouped', group_id = ?
       WHERE owner = ? AND key IN (SELECT value FROM json_each(?))`,
    ),
    // The plus keeps SQLite from the index of groups: it would look through all of `taken` for each job of the group.
    toSubmitted: sql(
      `UPDATE ${job} SET state = 'submitted', provider_message_id = taken.value ->> 1
       FROM json_each(?) AS taken WHERE ${job}.key = taken.value ->> 0 AND owner = ? AND +group_id = ?`,
    ),
    backToClaimed: sql(`UPDATE ${job} SET state = 'claimed', group_id = NULL WHERE group_id = ? AND state = 'grouped'`),
    toState: sql(`UPDATE ${job} SET state = ?, amount_deducted = ?, lease_until = 0, updated_at = ? WHERE key = ?`),
    failAttempt: sql(`UPDATE ${job} SET amount_deducted = ?, lease_until = 0 WHERE key = ?`),
    release: sql(`UPDATE ${job} SET lease_until = 0 WHERE key = ? AND owner = ?`),
    extend: sql(`UPDATE ${job} SET lease_until = ? WHERE key = ? AND owner = ?`),
    prune: sql(`DELETE FROM ${job} WHERE updated_at < ? AND state IN ${FINISHED}`),
    deduct: sql("UPDATE core_tenant SET credit_balance = credit_balance - ? WHERE id = ? AND credit_balance >= ?"),
    refund: sql("UPDATE core_tenant SET credit_balance = credit_balance + ? WHERE id = ?"),
    insertGroup: sql("INSERT INTO messaging_runtime_group (group_id, state, created_at) VALUES (?, 'created', ?)"),
    submitGroup: sql("UPDATE messaging_runtime_group SET state = 'submitted' WHERE group_id = ? AND state = 'created'"),
    abandonGroup: sql(
      "UPDATE messaging_runtime_group SET state = 'abandoned' WHERE group_id = ? AND state = 'created'",
    ),
  };
}
