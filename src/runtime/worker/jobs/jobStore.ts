import type { JobEnd } from "../../message/messageEvents";

/**
 * Keeps jobs, tenants and results for the worker. There is one implementation per database, and every method is one
 * transaction. Many workers share a store: a write counts only while the writer still owns the job, so a worker that
 * was paused finds on its return that its job moved on, and stops.
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
 * compare-and-set, so a group is sent either by the worker that submitted it, or never.
 */
export interface JobStore {
  /** Claims jobs and deducts the price of new ones. Returns one result per request, in order. */
  claim(requests: readonly ClaimRequest[]): Promise<Claim[]>;
  /** Creates the group and moves its jobs claimed → grouped. */
  openGroup(groupId: string, keys: readonly string[]): Promise<void>;
  /**
   * created → submitted, for group and jobs in one step, with the provider's ids. Returns false and changes nothing if
   * another worker abandoned the group or took over one of the jobs.
   */
  submit(groupId: string, taken: readonly { key: string; providerMessageId: string }[]): Promise<boolean>;
  /** created → abandoned, its grouped jobs → claimed. Leaves a submitted group unchanged. */
  abandonGroup(groupId: string): Promise<void>;
  /** Writes the rows and settles the credit. Leaves finished jobs unchanged and out of the result. */
  finish(outcomes: readonly JobOutcome[]): Promise<FinishedJob[]>;
  /** For a definite failure: writes a row, returns the credit until the next claim, releases the lease. */
  attemptFailed(failures: readonly Omit<JobOutcome, "state">[]): Promise<FinishedJob[]>;
  /** Releases the lease and keeps the state: the next delivery resumes there. */
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

/** Where a previously claimed job resumes. */
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
  /** 0 if the backend writes no row (no ORM). */
  notificationLogId: number;
  amountDeducted: string;
}
