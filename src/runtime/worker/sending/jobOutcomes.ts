import { assertNever } from "../../../common/assertNever";
import { messageOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { maskNumber } from "../../../common/masking";
import { retryOf } from "../../provider/statusCodes";
import type { GroupSendResult } from "./groupSender";
import { recipientSummaryOf } from "../jobs/job";
import type { Job } from "../jobs/job";
import { jobFacts } from "../jobs/jobEdits";
import type { FinishedJob, JobOutcome, JobStore } from "../jobs/jobStore";
import type { MessageEvents } from "../jobEvents";
import type { HoldDeparture } from "../../holds/holdMessages";
import { noPoints } from "../workerPoints";
import type { PointAsker } from "../workerPoints";
import type { QueueConsumer, ReceivedMessage } from "../receiving/queueConsumer";

export interface OutcomesOptions {
  store: Pick<JobStore, "finish" | "attemptFailed" | "release" | "extendLeases">;
  consumer: Pick<QueueConsumer, "complete" | "giveBack" | "pause" | "deadLetter">;
  events: MessageEvents;
  points?: PointAsker;
  /** The worker's SOLAPI_SENDER, which a debugger shows among the candidates. */
  fallbackSender?: string;
  log: Logger;
  /** Takes a `both` whose Alimtalk was refused: it is sent again as SMS. */
  sendAgain: (job: Job) => void;
}

/** After a failed attempt the message is redelivered after 5, 15, 45 … s, and the intake pauses for 1, 2, 4 … s. */
const RETRY = { firstSeconds: 5, factor: 3, maxSeconds: 300 } as const;
const PAUSE = { firstMs: 1_000, maxMs: 30_000 } as const;

export interface Finished {
  job: Job;
  state: JobOutcome["state"];
  /** Empty on success. */
  failureReason: string;
}

type Failed = Omit<Finished, "state">;
type Settled = { job: Job; result: GroupSendResult };

const nothing = { code: "", message: "" };

/**
 * Settles claimed jobs. Each result is reported, stored and settled in this order: row and credit first, the queue
 * last. After a crash in between, the message is redelivered, and its job is then known to be finished.
 *
 *     provider: accepted, refused           → row, credit settled, deleted (`both`: a refused Alimtalk is sent as SMS)
 *     provider: failed for a passing reason → row, credit back, redelivered; after 3 receives it moves to the DLQ
 *     provider: outcome unknown             → row "ambiguous", deleted: never resent automatically
 *     taken over by another worker          → back to the queue
 *     result cannot be stored               → back to the queue: the next delivery resumes the job and stores it
 *
 * A debugger may hold a job at the provider's answer, before its row and before its delete. Then the job goes on alone,
 * and nothing waits for it.
 */
export class Outcomes {
  readonly #options: OutcomesOptions;
  readonly #points: PointAsker;
  /** Receipt handle → job without an outcome yet. */
  readonly #expected = new Map<string, Job>();
  #failuresInARow = 0;

  constructor(options: OutcomesOptions) {
    this.#options = options;
    this.#points = options.points ?? noPoints;
  }

  /** Expects the outcome of a claimed job: its lease is extended until then. */
  expect(job: Job): void {
    this.#expected.set(job.receiptHandle, job);
  }

  async extendLeases(receiptHandles: readonly string[]): Promise<void> {
    const { store, log } = this.#options;
    const keys = receiptHandles.flatMap((handle) => this.#expected.get(handle)?.key ?? []);
    try {
      if (keys.length > 0) await store.extendLeases(keys);
    } catch (error) {
      log.warning(`worker heartbeat update failed for ${keys.length} jobs: ${messageOf(error)}`);
    }
  }

  async settle(results: readonly Settled[]): Promise<void> {
    if (!this.#points.isArmed("provider-answer")) return this.#settle(results);
    const held = ({ result }: Settled) => result.kind !== "taken-over"; // that is no answer
    for (const each of results.filter(held)) this.#points.follow(this.#settleHeld(each));
    const others = results.filter((each) => !held(each));
    if (others.length > 0) await this.#settle(others);
  }

  async #settleHeld(settled: Settled): Promise<void> {
    const { job, result } = settled;
    const { kind: outcome, groupId } = result;
    const { code, message } = "code" in result ? result : result.kind === "accepted" ? result.intake : nothing;
    const refusal = outcome === "accepted" ? {} : { refusal: `[${code}] ${message}` };
    const answer = { outcome, code, message, groupId };
    await this.#points.reach({ point: "provider-answer", answer, ...refusal, ...this.#facts(job) });
    await this.#settle([settled]);
  }

  async #settle(results: readonly Settled[]): Promise<void> {
    const { log, events, sendAgain } = this.#options;
    const finished: Finished[] = [];
    const failed: Failed[] = [];
    for (const { job, result } of results) {
      const failureReason = "code" in result ? `[${result.code}] ${result.message}` : "";
      const to = maskNumber(job.payload.to);
      switch (result.kind) {
        case "accepted": {
          const { groupId, intake } = result;
          log.info(`${verbOf(job)} ok to=${to} group_id=${groupId} trace_id=${job.traceId}`);
          const { providerMessageId, code, type } = intake;
          events.tell(job, "provider.accepted", { groupId, providerMessageId, code, type });
          finished.push({ job, state: "accepted", failureReason });
          break;
        }
        case "refused": {
          this.#tellRefused(job, failureReason);
          const { groupId, code, message } = result;
          if (job.channel === "alimtalk" && job.payload.message_mode === "both") {
            log.info(`alimtalk failed, fallback to SMS trace_id=${job.traceId}`);
            job.channel = "sms";
            sendAgain(job);
            break;
          }
          events.tell(job, "provider.refused", { groupId, code, message });
          if (retryOf(code) === "later") failed.push({ job, failureReason });
          else finished.push({ job, state: "refused", failureReason });
          break;
        }
        case "failed": {
          const { groupId, code, message } = result;
          log.error(`${verbOf(job)} failed to=${to} trace_id=${job.traceId}`);
          events.tell(job, "provider.refused", { groupId, code, message });
          failed.push({ job, failureReason });
          break;
        }
        case "ambiguous": {
          const { groupId } = result;
          log.error(`Provider outcome ambiguous group_id=${groupId} reason=${failureReason} trace_id=${job.traceId}`);
          events.tell(job, "provider.ambiguous", { groupId, reason: failureReason });
          finished.push({ job, state: "ambiguous", failureReason: `ambiguous: ${failureReason}` });
          break;
        }
        case "taken-over":
          await this.release([job], 1);
          break;
        default:
          assertNever(result);
      }
    }
    if (finished.length > 0) await this.#conclude(finished);
    if (failed.length > 0) await this.#retryLater(failed);
  }

  /** The job was answered by a debugger, in the provider's place: nothing was sent. */
  answeredInstead(job: Job, { outcome, code, message }: HoldDeparture & { kind: "answer" }): Promise<void> {
    const intake = { providerMessageId: "", code, message, type: "" };
    const none = { groupId: "" };
    return this.settle([
      {
        job,
        result: outcome === "accepted" ? { kind: outcome, intake, ...none } : { kind: outcome, code, message, ...none },
      },
    ]);
  }

  /** Moves a claimed job to the dead-letter queue: row and credit first, so that a redrive finds it unsent. */
  async drop(job: Job, message: ReceivedMessage, reason: string): Promise<void> {
    const { store, events, consumer } = this.#options;
    const failure = { key: job.key, ...recipientSummaryOf(job.payload), failureReason: reason };
    const rows = await this.#stored([{ job }], () => store.attemptFailed([failure]));
    const row = rows?.get(job.key);
    if (!rows) return;
    if (row) events.logged(job, row, reason);
    this.#expected.delete(job.receiptHandle);
    if (await consumer.deadLetter(message, reason)) events.tell(job, "worker.dead-lettered", { reason });
  }

  /** The worker refuses what the provider would refuse, too. */
  async notAsked(job: Job, refusal: string): Promise<void> {
    const refused: Finished = { job, state: "refused", failureReason: refusal };
    if (!this.#points.isArmed("refusal")) return this.#conclude([refused]);
    const held = this.#points.reach({ point: "refusal", ...this.#facts(job), refusal });
    this.#points.follow(held.then(() => this.#conclude([refused])));
  }

  async #conclude(items: readonly Finished[]): Promise<void> {
    if (!this.#points.isArmed("row")) return this.#finish(items);
    for (const item of items) {
      const held = this.#points.reach({ point: "row", ...this.#facts(item.job) });
      this.#points.follow(held.then(() => this.#finish([item])));
    }
  }

  async #finish(items: readonly Finished[]): Promise<void> {
    const { store, events } = this.#options;
    const outcomes = items.map(({ job, state, failureReason }) => ({
      key: job.key,
      ...recipientSummaryOf(job.payload),
      state,
      failureReason,
    }));
    const rows = await this.#stored(items, () => store.finish(outcomes));
    if (!rows) return;
    this.#failuresInARow = 0;
    for (const { job, failureReason } of items) {
      const row = rows.get(job.key);
      if (row) events.logged(job, row, failureReason);
      this.#expected.delete(job.receiptHandle);
      this.#complete(job);
    }
  }

  #complete(job: Job): void {
    const complete = () => this.#options.consumer.complete(job.receiptHandle);
    if (!this.#points.isArmed("delete")) return complete();
    this.#points.follow(this.#points.reach({ point: "delete", ...this.#facts(job) }).then(complete));
  }

  /** Releases jobs unsent, in their current state: another worker, or the next delivery here, resumes them. */
  async release(jobs: readonly Job[], seconds: number): Promise<void> {
    try {
      await this.#options.store.release(jobs.map(({ key }) => key));
    } catch (error) {
      this.#options.log.warning(`release failed, leases of ${jobs.length} jobs run out: ${messageOf(error)}`);
    }
    for (const job of jobs) this.#giveBack(job, seconds);
  }

  /** Slows the intake down after a failure; returns the seconds until the next receive. */
  backOff(): number {
    const ms = Math.min(PAUSE.firstMs * 2 ** Math.min(this.#failuresInARow++, 10), PAUSE.maxMs);
    this.#options.consumer.pause(ms);
    return ms / 1_000;
  }

  async #retryLater(items: readonly Failed[]): Promise<void> {
    if (!this.#points.isArmed("row")) return this.#storeFailed(items);
    for (const item of items) {
      const held = this.#points.reach({ point: "row", ...this.#facts(item.job) });
      this.#points.follow(held.then(() => this.#storeFailed([item])));
    }
  }

  async #storeFailed(items: readonly Failed[]): Promise<void> {
    const { store, events, log } = this.#options;
    const failures = items.map(({ job, failureReason }) => ({
      key: job.key,
      ...recipientSummaryOf(job.payload),
      failureReason,
    }));
    const rows = await this.#stored(items, () => store.attemptFailed(failures));
    if (!rows) return;
    this.backOff();
    for (const { job, failureReason } of items) {
      const row = rows.get(job.key);
      if (row) events.logged(job, row, failureReason);
      log.warning(`send failed, message will retry: ${failureReason} trace_id=${job.traceId}`);
      this.#giveBack(job, retrySeconds(job.receiveCount), failureReason);
    }
  }

  /** The rows by key; undefined if they could not be stored and the messages went back to the queue. */
  async #stored(
    items: readonly { job: Job }[],
    write: () => Promise<FinishedJob[]>,
  ): Promise<Map<string, FinishedJob> | undefined> {
    try {
      return new Map((await write()).map((row) => [row.key, row]));
    } catch (error) {
      this.#options.log.error(`NotificationLog/rollback failed: ${messageOf(error)}`);
      const seconds = this.backOff();
      for (const { job } of items) this.#giveBack(job, seconds, "database");
      return undefined;
    }
  }

  #facts(job: Job) {
    return jobFacts(job, this.#options.fallbackSender ?? "");
  }

  #giveBack(job: Job, seconds: number, reason?: string): void {
    const { events, consumer } = this.#options;
    this.#expected.delete(job.receiptHandle);
    if (reason !== undefined) events.retrying(job, reason, seconds);
    consumer.giveBack(job.receiptHandle, seconds);
  }

  /** The backend loses the code of a refused Alimtalk; here both the log line and the row have it. */
  #tellRefused(job: Job, reason: string): void {
    const to = maskNumber(job.payload.to);
    const text =
      job.channel === "sms"
        ? `send_sms MessageNotReceivedError to=${to} reason=${reason}`
        : `alimtalk failed to=${to}: ${reason}`;
    this.#options.log.warning(`${text} trace_id=${job.traceId}`);
  }
}

const verbOf = (job: Job) => (job.channel === "sms" ? "send_sms" : "send_alimtalk");

const retrySeconds = (receiveCount: number) =>
  Math.min(RETRY.firstSeconds * RETRY.factor ** (receiveCount - 1), RETRY.maxSeconds);
