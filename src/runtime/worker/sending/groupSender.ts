import pRetry, { AbortError } from "p-retry";
import { assertNever } from "../../../common/assertNever";
import { messageOf } from "../../../common/errors";
import type { GroupStatus, IntakeResult, OutgoingMessage, Provider } from "../../provider/provider";
import { INTAKE_ACCEPTED, ProviderError } from "../../provider/provider";
import type { Job } from "../jobs/job";
import type { JobStore } from "../jobs/jobStore";

/** The result of a job in its group. */
export type GroupSendResult =
  | { kind: "accepted"; groupId: string; intake: IntakeResult }
  /** Refused because of its own content: a retry would be refused too. */
  | { kind: "refused"; groupId: string; code: string; message: string }
  /** Nothing was sent, for a reason that may pass: key, balance, quota, no connection. */
  | { kind: "failed"; groupId: string; code: string; message: string }
  /** May have been sent, so it is never sent again. */
  | { kind: "ambiguous"; groupId: string; code: string; message: string }
  /** Another worker took over a job of the group while this one was paused; nothing was sent. */
  | { kind: "taken-over"; groupId: string };

export interface GroupSenderOptions {
  provider: Provider;
  store: JobStore;
  /** The form in which a job goes to the provider, depending on its channel. */
  toOutgoing: (job: Job) => OutgoingMessage;
  /** Maximum number of groups in flight. */
  concurrency: number;
  /** Maximum number of jobs in a group. */
  groupSize: number;
  onGrouped: (jobs: readonly Job[], groupId: string) => void;
  onSubmitted: (jobs: readonly Job[], groupId: string) => void;
  /** Receives every job exactly once. */
  onResults: (results: readonly { job: Job; result: GroupSendResult }[]) => Promise<void>;
}

/** For calls on an empty or unsent group, which are safe to retry. Waits 0.2 and 0.6 s. */
const SAFE_RETRY = { retries: 2, minTimeout: 200, factor: 3, randomize: false } as const;

/**
 * Collects jobs into Solapi groups with effectively-once sending: create group → store its id with the jobs → add the
 * messages → store "submitted" → send. Nobody sends the group before "submitted" is stored. After that, Solapi itself
 * (409 on a second send, the group's status) shows whether it was sent. So a crash or a lost reply at any point is
 * resolved by a query to Solapi, and whatever stays unresolved is `ambiguous`.
 */
export class GroupSender {
  readonly #options: GroupSenderOptions;
  readonly #waiting: Job[] = [];
  /** Halves of groups that were refused because of one message; each becomes its own group, unmerged. */
  readonly #halves: Job[][] = [];
  #groups = 0;
  #idle: (() => void)[] = [];
  /** Recoveries in progress by group: the messages of a group are redelivered one by one and resolved together. */
  readonly #recovering = new Map<string, Promise<SubmittedOutcome>>();

  constructor(options: GroupSenderOptions) {
    this.#options = options;
  }

  /** Jobs added together are sent together, up to the group size; no job waits while a group is free. */
  add(jobs: readonly Job[]): void {
    this.#waiting.push(...jobs);
    this.#pump();
  }

  /** Takes back the jobs that are in no group yet, for a stop. */
  withdraw(): Job[] {
    return [...this.#halves.splice(0).flat(), ...this.#waiting.splice(0)];
  }

  /** Resolves when no group is in flight and none waits. */
  drained(): Promise<void> {
    if (this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /**
   * Resumes a job that an ended worker left in a group. If the job is not submitted, the group is abandoned (if it was
   * submitted with other jobs, it had refused this one) and the job is added again. If it is submitted, Solapi's state
   * decides.
   */
  async resume(job: Job, from: LeftInGroup): Promise<void> {
    const { groupId } = from;
    this.#groups++;
    try {
      if (from.state === "grouped") {
        const failed = await this.#abandon(groupId);
        if (failed) await this.#options.onResults([{ job, result: failedResult(groupId, failed) }]);
        else this.add([job]);
        return;
      }
      let recovery = this.#recovering.get(groupId);
      if (!recovery) {
        recovery = this.#sendSubmitted(groupId).finally(() => this.#recovering.delete(groupId));
        this.#recovering.set(groupId, recovery);
      }
      const intake = { providerMessageId: from.providerMessageId, code: INTAKE_ACCEPTED, message: "", type: "" };
      await this.#options.onResults([{ job, result: resultOf(groupId, await recovery, intake) }]);
    } finally {
      this.#groupEnded();
    }
  }

  #pump(): void {
    while (this.#groups < this.#options.concurrency) {
      const jobs = this.#halves.shift() ?? this.#waiting.splice(0, this.#options.groupSize);
      if (jobs.length === 0) return;
      this.#groups++;
      void this.#sendGroup(jobs).finally(() => this.#groupEnded());
    }
  }

  get #isIdle(): boolean {
    return this.#groups === 0 && this.#waiting.length === 0 && this.#halves.length === 0;
  }

  #groupEnded(): void {
    this.#groups--;
    this.#pump();
    if (this.#isIdle) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #sendGroup(jobs: Job[]): Promise<void> {
    const { provider, store, onResults } = this.#options;
    let groupId = "";
    let intake: IntakeResult[];
    try {
      groupId = await retrySafe(() => provider.createGroup());
      const keys = jobs.map(({ key }) => key);
      await store.openGroup(groupId, keys).catch(rethrowAsDatabase);
      this.#options.onGrouped(jobs, groupId);
      intake = await provider.addMessages(groupId, jobs.map(this.#options.toOutgoing));
    } catch (error) {
      await this.#neverSubmitted(jobs, groupId, asProviderError(error));
      return;
    }
    const results = jobs.map((job, index) => ({ job, intake: intake[index]! }));
    const taken = results.filter(({ intake: { code } }) => code === INTAKE_ACCEPTED);
    const refused = results.filter(({ intake: { code } }) => code !== INTAKE_ACCEPTED);
    if (refused.length > 0) {
      await onResults(
        refused.map(({ job, intake: { code, message } }) => ({
          job,
          result: { kind: "refused", groupId, code, message },
        })),
      );
    }
    if (taken.length === 0) return;
    const ids = taken.map(({ job, intake: { providerMessageId } }) => ({ key: job.key, providerMessageId }));
    let isSubmitted: boolean;
    try {
      isSubmitted = await store.submit(groupId, ids).catch(rethrowAsDatabase);
    } catch (error) {
      // Whether or not it was stored, it is not sent now: the next claim finds the group submitted and sends it, or
      // abandons it.
      const failed = failedResult(groupId, asProviderError(error));
      await onResults(taken.map(({ job }) => ({ job, result: failed })));
      return;
    }
    if (!isSubmitted) {
      await this.#abandon(groupId);
      await onResults(taken.map(({ job }) => ({ job, result: { kind: "taken-over", groupId } })));
      return;
    }
    const submitted = taken.map(({ job }) => job);
    this.#options.onSubmitted(submitted, groupId);
    const outcome = await this.#sendSubmitted(groupId);
    await onResults(taken.map(({ job, intake }) => ({ job, result: resultOf(groupId, outcome, intake) })));
  }

  /** Nothing of the group was submitted: abandons it, so that a late reply can do no harm. */
  async #neverSubmitted(jobs: Job[], groupId: string, { failure, code, message }: ProviderError): Promise<void> {
    if (groupId) await this.#abandon(groupId);
    const unfit = groupId !== "" && failure === "refused" && ABOUT_CONTENT.has(code);
    if (unfit && jobs.length > 1) {
      // One invalid message makes Solapi (or its SDK) refuse the whole call: halving the group isolates it, and the
      // others go out.
      const middle = jobs.length >> 1;
      this.#halves.push(jobs.slice(0, middle), jobs.slice(middle));
      this.#pump();
      return;
    }
    const kind = unfit ? "refused" : "failed";
    await this.#options.onResults(jobs.map((job) => ({ job, result: { kind, groupId, code, message } })));
  }

  /** Resolves with the error if this could not be stored: the next claim of one of the jobs then abandons the group. */
  async #abandon(groupId: string): Promise<ProviderError | undefined> {
    try {
      await this.#options.store.abandonGroup(groupId).catch(rethrowAsDatabase);
      return undefined;
    } catch (error) {
      return asProviderError(error);
    }
  }

  /** Sends a submitted group. After an ambiguous answer asks Solapi for its status; sends a pending group once more. */
  async #sendSubmitted(groupId: string): Promise<SubmittedOutcome> {
    const { provider } = this.#options;
    let last: ProviderError | undefined;
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        await provider.sendGroup(groupId);
        return { kind: "sent" };
      } catch (error) {
        last = asProviderError(error);
      }
      const { code, message } = last;
      if (last.failure !== "ambiguous") return { kind: "failed", code, message };
      const status = await this.#statusOf(groupId);
      switch (status) {
        case "sent":
          return { kind: "sent" };
        case "failed":
          return { kind: "refused", code, message };
        case "gone":
        case "unknown":
          return { kind: "ambiguous", code, message };
        case "pending":
          break;
        default:
          assertNever(status);
      }
    }
    return { kind: "failed", code: last?.code ?? "", message: last?.message ?? "" };
  }

  async #statusOf(groupId: string): Promise<GroupStatus | "unknown"> {
    try {
      return await retrySafe(() => this.#options.provider.groupStatus(groupId));
    } catch (error) {
      asProviderError(error);
      return "unknown";
    }
  }
}

/** Where a job stood when its worker ended. */
export interface LeftInGroup {
  state: "grouped" | "submitted";
  groupId: string;
  providerMessageId: string;
}

type SubmittedOutcome = { kind: "sent" } | { kind: "failed" | "refused" | "ambiguous"; code: string; message: string };

const resultOf = (groupId: string, outcome: SubmittedOutcome, intake: IntakeResult): GroupSendResult =>
  outcome.kind === "sent" ? { kind: "accepted", groupId, intake } : { ...outcome, groupId };

/** Codes with which Solapi refuses a call for its content, not for its caller. */
const ABOUT_CONTENT = new Set(["ValidationError", "BadRequestError", "InvalidParameter", "RecipientsTooMany"]);

const failedResult = (groupId: string, { code, message }: ProviderError): GroupSendResult => ({
  kind: "failed",
  groupId,
  code,
  message,
});

/** A database that does not answer is like an unreachable provider: nothing was sent. */
function rethrowAsDatabase(error: unknown): never {
  throw new ProviderError("not-sent", "database", messageOf(error), undefined, { cause: error });
}

function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error; // a bug, for the caller to handle
}

/** For calls without consequences: retries if no usable answer came. */
function retrySafe<T>(call: () => Promise<T>): Promise<T> {
  return pRetry(async () => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof ProviderError && error.failure !== "refused" ? error : new AbortError(error as Error);
    }
  }, SAFE_RETRY);
}
