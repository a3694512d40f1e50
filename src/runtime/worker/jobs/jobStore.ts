import type { JobEnd } from "../../message/messageEvents";

/**
 * What the worker keeps about jobs, tenants and results. One implementation a database; every method is one
 * transaction. Many workers share one store: a write counts only while the job is still the writer's own, so a worker
 * that was paused and comes back finds that its job moved on, and stops.
 *
 * A job's row:
 *
 *     (none) ─claim─▶ claimed ─openGroup─▶ grouped ─submit─▶ submitted ─finish─▶ accepted | refused | ambiguous
 *                      │  ▲                   │                 │  └─claim by the next worker: resumes with its group
 *                      │  └───abandonGroup────┘                 └─attemptFailed─▶ submitted, its group still unsent
 *                      ├─finish─▶ skipped | refused
 *                      └─attemptFailed, release─▶ claimed, free for the next claim
 *
 * A group's row: created ─submit─▶ submitted, or created ─abandonGroup─▶ abandoned. Both leave `created` by
 * compare-and-set, so a group is either sent by whoever submitted it, or never.
 */
export interface JobStore {
  /** Takes jobs and, for new ones, deducts the price. One result a request, in order. */
  claim(requests: readonly ClaimRequest[]): Promise<Claim[]>;
  /** The group is created, and its jobs claimed → grouped. */
  openGroup(groupId: string, keys: readonly string[]): Promise<void>;
  /**
   * created → submitted, group and jobs in one step, with the provider's ids. False, and nothing changed, where another
   * worker abandoned the group or took one of the jobs over.
   */
  submit(groupId: string, taken: readonly { key: string; providerMessageId: string }[]): Promise<boolean>;
  /** created → abandoned, its grouped jobs → claimed. A group that was submitted is left alone. */
  abandonGroup(groupId: string): Promise<void>;
  /** Writes the rows and settles the credit; a job that is finished already is left alone and not in the result. */
  finish(outcomes: readonly JobOutcome[]): Promise<FinishedJob[]>;
  /** The attempt failed for certain: a row, the credit back until the next claim, the lease given up. */
  attemptFailed(failures: readonly Omit<JobOutcome, "state">[]): Promise<FinishedJob[]>;
  /** Gives up the lease and keeps the state: the next delivery resumes there. */
  release(keys: readonly string[]): Promise<void>;
  extendLeases(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface TenantInfo {
  id: number;
  code: string;
  messagingSender: string;
  kakaoPfId: string;
}

export interface ClaimRequest {
  key: string;
  messageId: string;
  tenantId: number;
  reservationId?: number;
  /** Masked number, for the NotificationLog row of a job that ends here. */
  recipientSummary: string;
  templateSummary: string;
}

/** Where a job that was claimed before stands. */
export type ResumePoint =
  { state: "claimed" } | { state: "grouped" | "submitted"; groupId: string; providerMessageId: string };

export type Claim =
  | { kind: "claimed"; tenant: TenantInfo | undefined; resume: ResumePoint }
  /** Another worker (or another delivery in this one) holds it. */
  | { kind: "leased"; forMs: number }
  | { kind: "finished"; end: JobEnd; groupId: string; providerMessageId: string }
  | { kind: "reservation-cancelled" }
  | { kind: "insufficient-balance"; balance: string; price: string; log: FinishedJob }
  | { kind: "unknown-tenant" };

export interface JobOutcome {
  key: string;
  state: JobEnd;
  /** Empty on success. */
  failureReason: string;
  recipientSummary: string;
  templateSummary: string;
}

export interface FinishedJob {
  key: string;
  /** 0 where the backend writes no row (no ORM). */
  notificationLogId: number;
  amountDeducted: string;
}
