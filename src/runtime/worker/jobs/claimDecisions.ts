import { wholeWon } from "../../store/wonAmounts";
import { isFinished, newJob, resumePointOf, tenantInfoOf } from "./jobRow";
import type { JobRow, NewLogRow, WorkerTenant } from "./jobRow";
import type { Claim, ClaimRequest, FinishedJob } from "./jobStore";

export interface ClaimFacts {
  /** The requests' jobs that exist, by key. */
  jobs: ReadonlyMap<string, JobRow>;
  /** undefined: the backend without ORM. */
  tenants: ReadonlyMap<number, WorkerTenant> | undefined;
  /** Cancelled reservations as "tenant/reservation". */
  cancelled: ReadonlySet<string>;
  /** In won, by tenant. */
  credits: ReadonlyMap<number, bigint>;
  now: number;
  leaseMs: number;
}

/** A job as the claim leaves it. */
interface Taken {
  key: string;
  messageId: string;
  tenantId: number;
  state: string;
  leaseUntil: number;
  amount: string;
}

/**
 * Decides the requests of one claim in order, from the data read and locked for all of them, so that many jobs take as
 * few statements as one. The fields collect what to write.
 */
export class ClaimDecisions {
  readonly taken: Taken[] = [];
  /** Keys of jobs whose tenant does not exist. */
  readonly unknown: string[] = [];
  /** Rows of jobs that end here; the id is filled in once they are written. */
  readonly logs: (NewLogRow & { log: FinishedJob })[] = [];
  /** Keys of jobs whose lease ends `leaseMs` from now, and no later. */
  readonly shortened: string[] = [];
  readonly #facts: ClaimFacts;
  readonly #jobs: Map<string, JobRow>;
  readonly #credits: Map<number, bigint>;

  constructor(facts: ClaimFacts) {
    this.#facts = facts;
    this.#jobs = new Map(facts.jobs);
    this.#credits = new Map(facts.credits);
  }

  decide(request: ClaimRequest): Claim {
    const { key, tenantId, reservationId } = request;
    const { tenants, cancelled, now } = this.#facts;
    const job = this.#jobs.get(key) ?? newJob(key, tenantId);
    if (isFinished(job.state)) {
      return {
        kind: "finished",
        end: job.state,
        groupId: job.group_id ?? "",
        providerMessageId: job.provider_message_id,
      };
    }
    if (job.lease_until > now) return { kind: "leased", forMs: this.#leftOf(job) };
    const tenant = tenants?.get(tenantId);
    if (tenants && !tenant) {
      this.unknown.push(key);
      return { kind: "unknown-tenant" };
    }
    // Too late for a submitted job: it may be on its way, and its group decides.
    if (job.state !== "submitted" && cancelled.has(`${tenantId}/${reservationId}`)) {
      this.#addCredit(tenantId, BigInt(job.amount_deducted)); // an unfinished attempt had deducted the price
      this.#take(job, request, "skipped", "0");
      return { kind: "reservation-cancelled" };
    }
    const amount = this.#deduct(tenant, job.amount_deducted);
    if (amount === undefined) return this.#refuse(job, request, tenant!);
    this.#take(job, request, job.state, amount);
    return { kind: "claimed", tenant: tenant && tenantInfoOf(tenant), resume: resumePointOf(job) };
  }

  /**
   * A lease that ends later than one that begins now was written by a clock that is, or was, ahead: it would hold the job
   * for as long as that. It is shortened; an owner that lives extends it, and one that ended no longer holds the job.
   */
  #leftOf({ key, lease_until: leaseUntil }: JobRow): number {
    const { now, leaseMs } = this.#facts;
    if (leaseUntil <= now + leaseMs) return leaseUntil - now;
    this.shortened.push(key);
    return leaseMs;
  }

  creditChanges(): Map<number, bigint> {
    const { credits } = this.#facts;
    return new Map([...this.#credits].map(([id, credit]) => [id, credit - (credits.get(id) ?? 0n)]));
  }

  /** The amount deducted, perhaps already by an unfinished attempt; undefined if the credit is insufficient. */
  #deduct(tenant: WorkerTenant | undefined, deducted: string): string | undefined {
    if (!tenant || Number(deducted) > 0) return deducted;
    const price = BigInt(wholeWon(tenant.messagingBasePrice));
    if ((this.#credits.get(tenant.id) ?? 0n) < price) return undefined;
    this.#addCredit(tenant.id, -price);
    return String(price);
  }

  #refuse(job: JobRow, request: ClaimRequest, tenant: WorkerTenant): Claim {
    const { key, tenantId, recipientSummary, templateSummary } = request;
    this.#take(job, request, "refused", "0");
    const log: FinishedJob = { key, notificationLogId: 0, amountDeducted: "0" };
    const failureReason = "insufficient_balance";
    const texts = { recipientSummary, templateSummary, failureReason };
    this.logs.push({ tenantId, success: false, amountDeducted: "0", ...texts, log });
    const balance = String(this.#credits.get(tenant.id) ?? 0n);
    return { kind: "insufficient-balance", balance, price: tenant.messagingBasePrice, log };
  }

  #take(job: JobRow, { key, messageId, tenantId }: ClaimRequest, state: string, amount: string): void {
    const leaseUntil = isFinished(state) ? 0 : this.#facts.now + this.#facts.leaseMs;
    this.taken.push({ key, messageId, tenantId, state, leaseUntil, amount });
    // The same message may occur twice in one claim: the second finds the job as the first left it.
    this.#jobs.set(key, { ...job, state, lease_until: leaseUntil, amount_deducted: amount });
  }

  #addCredit(tenantId: number, amount: bigint): void {
    this.#credits.set(tenantId, (this.#credits.get(tenantId) ?? 0n) + amount);
  }
}
