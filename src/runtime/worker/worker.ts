import { assertNever } from "../../common/assertNever";
import type { Clock } from "../../common/clock";
import { messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { maskNumber } from "../../common/masking";
import type { EmitMessageEvent, MessageEventDetails, MessageEventType } from "../events";
import type { OutgoingMessage, Provider } from "../provider/provider";
import { retryOf } from "../provider/statusCodes";
import type { WorkerSettings } from "./environment";
import { GroupSender } from "./groupSender";
import type { SendResult } from "./groupSender";
import { alimtalkIds, resolveSender, wantsAlimtalk } from "./job";
import type { Job } from "./job";
import type { Claim, ClaimRequest, FinishedJob, JobOutcome, JobStore } from "./jobStore";
import { parsePayload } from "./payloadParser";
import type { MessagePayload } from "../queue/payload";
import { QueueConsumer } from "./queueConsumer";
import type { QueueConsumerOptions, ReceivedMessage } from "./queueConsumer";

export interface WorkerOptions {
  settings: WorkerSettings;
  sqs: Pick<QueueConsumerOptions, "client" | "endpoint">;
  store: JobStore;
  provider: Provider;
  emit: EmitMessageEvent;
  log: Logger;
  clock: Clock;
}

/** A stop waits so long for groups that are on their way; `deactivate` of an editor gives about 5 s in all. */
const STOP_WITHIN_MS = 4_000;

/** Groups of one worker under way at the same time, and the jobs of one group. */
const GROUP_CONCURRENCY = 12;
const GROUP_SIZE = 100;
const MAX_POLLS = 8;

/** After a failed attempt the message comes again after 5, 15, 45 … s, and nothing new is taken for 1, 2, 4 … s. */
const RETRY = { firstSeconds: 5, factor: 3, maxSeconds: 300 } as const;
const PAUSE = { firstMs: 1_000, maxMs: 30_000 } as const;

type Parsed = { message: ReceivedMessage; payload: MessagePayload; key: string };
type Failure = Omit<JobOutcome, "state">;

/**
 * The backend's worker without its defects. The decision table of one message:
 *
 *     body not JSON, no `to`/`text`, no `tenant_id`, unknown tenant → dead-letter queue with the reason
 *     handled before                       → deleted
 *     held by another worker               → back to the queue until its lease ends
 *     reservation cancelled                → skipped, deleted
 *     tenant's credit below the price      → row insufficient_balance, deleted
 *     no sender at all / Alimtalk not set up → row with the reason, deleted (`both` goes as SMS)
 *     provider: accepted, refused          → row, credit settled, deleted
 *     provider: failed for a passing reason → row, credit back, comes again; after 3 receives the DLQ keeps it
 *     provider: cannot be proven           → row "ambiguous", deleted: never sent again by itself
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #consumer: QueueConsumer;
  readonly #sender: GroupSender;
  readonly #held = new Map<string, Job>();
  #failuresInARow = 0;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { settings, sqs, log, store, provider } = options;
    this.#consumer = new QueueConsumer({
      ...sqs,
      ...settings,
      maxPolls: MAX_POLLS,
      log,
      onMessages: (messages, more) => void this.#take(messages, more),
      onHeartbeat: (handles) => void this.#extendLeases(handles),
    });
    this.#sender = new GroupSender({
      provider,
      store,
      toOutgoing: (job) => this.#toOutgoing(job),
      concurrency: GROUP_CONCURRENCY,
      groupSize: GROUP_SIZE,
      onGrouped: (jobs, groupId) => {
        for (const job of jobs) this.#emit(job, "provider.grouped", { groupId, size: jobs.length });
      },
      onSubmitted: (jobs, groupId) => {
        for (const job of jobs) this.#emit(job, "provider.submitted", { groupId });
      },
      onResults: (results) => this.#settle(results),
    });
  }

  get inFlight(): number {
    return this.#consumer.inFlight;
  }

  /** Resolves when the first poll is out, or has failed. */
  start(): Promise<void> {
    const { queueName, waitSeconds } = this.#options.settings;
    this.#options.log.info(`Messaging Worker started | queue=${queueName} | wait_time=${waitSeconds}s`);
    return this.#consumer.start();
  }

  /** Takes nothing new, gives back what is in no group, waits for the groups under way, and settles the queue. */
  async stop(): Promise<void> {
    const { store } = this.#options;
    const waiting = this.#sender.withdraw();
    await store.release(waiting.map(({ key }) => key));
    for (const job of waiting) this.#giveBack(job, 0);
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WITHIN_MS)));
    const orderly = async () => {
      await this.#consumer.stopPolling();
      await this.#sender.drained();
      await this.#consumer.drained();
    };
    await Promise.race([orderly(), deadline]);
    clearTimeout(timer);
    await store.close();
  }

  async #take(messages: ReceivedMessage[], more: boolean): Promise<void> {
    const parsed: Parsed[] = [];
    for (const message of messages) {
      const result = parsePayload(message.body);
      if ("rejection" in result) {
        const { text, level, reason } = result.rejection;
        this.#options.log[level](text);
        void this.#deadLetter(message, message.messageId, reason);
        continue;
      }
      const key = result.payload.trace_id ?? message.originalMessageId ?? message.messageId;
      parsed.push({ message, payload: result.payload, key });
    }
    if (parsed.length === 0) return;
    let claims: Claim[];
    try {
      claims = await this.#options.store.claim(parsed.map(toClaimRequest));
    } catch (error) {
      this.#options.log.error(`get_tenant_messaging_info failed: ${messageOf(error)}`);
      const seconds = this.#backOff();
      for (const { message, key } of parsed) {
        this.#retrying(key, message.messageId, "database", seconds);
        this.#consumer.giveBack(message.receiptHandle, seconds);
      }
      return;
    }
    const ready: Job[] = [];
    for (const [index, item] of parsed.entries()) {
      const job = this.#afterClaim(item, claims[index]!);
      if (job) ready.push(job);
    }
    if (ready.length > 0) this.#sender.add(ready, more);
  }

  /** Carries out what the claim decided; a job that is to be sent comes back. */
  #afterClaim({ message, payload, key }: Parsed, claim: Claim): Job | undefined {
    const { log, settings } = this.#options;
    const { messageId, receiptHandle } = message;
    const told = { key, traceId: key, messageId };
    switch (claim.kind) {
      case "claimed":
        break;
      case "leased":
        log.info(`Duplicate in-flight message detected, keep for retry job_id=${messageId} trace_id=${key}`);
        this.#retrying(key, messageId, "held by another worker", claim.forMs / 1_000);
        this.#consumer.giveBack(receiptHandle, Math.max(1, claim.forMs / 1_000));
        return undefined;
      case "finished":
        log.info(`Duplicate delivery of a finished job message_id=${messageId}, deleted trace_id=${key}`);
        this.#consumer.complete(receiptHandle);
        return undefined;
      case "reservation-cancelled":
        log.info(`reservation_id=${payload.reservation_id} cancelled, skip send trace_id=${key}`);
        this.#emit(told, "worker.skipped", { reason: "reservation-cancelled" });
        this.#consumer.complete(receiptHandle);
        return undefined;
      case "insufficient-balance": {
        const { balance, price } = claim;
        const numbers = `tenant_id=${payload.tenant_id} insufficient_balance balance=${balance} base_price=${price}`;
        log.warning(`${numbers}, skip send trace_id=${key}`);
        this.#emit(told, "worker.skipped", { reason: "insufficient_balance" });
        this.#logged(told, claim.log, "insufficient_balance");
        this.#consumer.complete(receiptHandle);
        return undefined;
      }
      case "unknown-tenant":
        log.error(`Message has invalid tenant_id=${payload.tenant_id}, message_id=${messageId} trace_id=${key}`);
        void this.#deadLetter(message, key, "unknown-tenant");
        return undefined;
      default:
        return assertNever(claim);
    }
    const { tenant, resume } = claim;
    const sender = resolveSender(payload, tenant, settings.sender);
    const channel = wantsAlimtalk(payload.message_mode) ? "alimtalk" : "sms";
    const { receiveCount } = message;
    const job: Job = { key, traceId: key, messageId, receiptHandle, receiveCount, payload, sender, channel, tenant };
    this.#held.set(receiptHandle, job);
    this.#emit(job, "worker.claimed", {
      to: maskNumber(payload.to),
      mode: payload.message_mode,
      sender: sender.number,
      senderSource: sender.source,
      receiveCount,
    });
    if (resume.state !== "claimed") {
      void this.#sender.resume(job, resume);
      return undefined;
    }
    const unfit = this.#unfit(job);
    if (unfit === undefined) return job;
    log.warning(`send failed, message cannot be sent: ${unfit} trace_id=${key}`);
    void this.#finish([{ job, state: "refused", failureReason: unfit }]);
    return undefined;
  }

  /** The backend's own refusals before the provider is asked; turns a `both` that has no Alimtalk into SMS. */
  #unfit(job: Job): string | undefined {
    if (!job.sender.number) return "sender_required";
    if (job.channel === "sms" || alimtalkIds(job, this.#options.settings)) return undefined;
    if (job.payload.message_mode === "alimtalk") return "alimtalk_requires_pf_id_and_template_id";
    this.#options.log.warning(`alimtalk requested but pf_id/template_id missing, sending SMS trace_id=${job.traceId}`);
    job.channel = "sms";
    return undefined;
  }

  #toOutgoing({ traceId, payload, sender, channel, tenant }: Job): OutgoingMessage {
    const { to, text, message_mode, alimtalk_replacements = [] } = payload;
    const outgoing = { traceId, to, from: sender.number, text };
    const ids = channel === "alimtalk" ? alimtalkIds({ payload, tenant }, this.#options.settings) : undefined;
    if (!ids) return outgoing;
    const variables = Object.fromEntries(alimtalk_replacements.map(({ key, value }) => [`#{${key}}`, value]));
    return { ...outgoing, alimtalk: { ...ids, variables, smsFallback: message_mode === "both" } };
  }

  async #settle(results: readonly { job: Job; result: SendResult }[]): Promise<void> {
    const finished: { job: Job; state: JobOutcome["state"]; failureReason: string }[] = [];
    const failed: { job: Job; failureReason: string }[] = [];
    for (const { job, result } of results) {
      const failureReason = "code" in result ? `[${result.code}] ${result.message}` : "";
      switch (result.kind) {
        case "accepted": {
          const { groupId, intake } = result;
          this.#tellAccepted(job, groupId);
          const { providerMessageId, code, type } = intake;
          this.#emit(job, "provider.accepted", { groupId, providerMessageId, code, type });
          finished.push({ job, state: "accepted", failureReason });
          break;
        }
        case "refused": {
          this.#tellRefused(job, failureReason);
          const { groupId, code, message } = result;
          if (job.channel === "alimtalk" && job.payload.message_mode === "both") {
            this.#options.log.info(`alimtalk failed, fallback to SMS trace_id=${job.traceId}`);
            job.channel = "sms";
            this.#sender.add([job], false);
            break;
          }
          this.#emit(job, "provider.refused", { groupId, code, message });
          if (retryOf(code) === "later") failed.push({ job, failureReason });
          else finished.push({ job, state: "refused", failureReason });
          break;
        }
        case "failed": {
          const { groupId, code, message } = result;
          this.#options.log.error(`${verbOf(job)} failed to=${maskNumber(job.payload.to)} trace_id=${job.traceId}`);
          this.#emit(job, "provider.refused", { groupId, code, message });
          failed.push({ job, failureReason });
          break;
        }
        case "ambiguous": {
          const { groupId } = result;
          this.#options.log.error(
            `Provider outcome ambiguous group_id=${groupId} reason=${failureReason} trace_id=${job.traceId}`,
          );
          this.#emit(job, "provider.ambiguous", { groupId, reason: failureReason });
          finished.push({ job, state: "ambiguous", failureReason: `ambiguous: ${failureReason}` });
          break;
        }
        case "taken-over":
          await this.#options.store.release([job.key]);
          this.#giveBack(job, 1);
          break;
        default:
          assertNever(result);
      }
    }
    if (finished.length > 0) await this.#finish(finished);
    if (failed.length > 0) await this.#retryLater(failed);
  }

  async #finish(items: { job: Job; state: JobOutcome["state"]; failureReason: string }[]): Promise<void> {
    const outcomes = items.map(({ job, state, failureReason }) => ({ ...summaryOf(job), state, failureReason }));
    const rows = await this.#written(items, () => this.#options.store.finish(outcomes));
    if (!rows) return;
    this.#failuresInARow = 0;
    for (const { job, failureReason } of items) {
      const row = rows.get(job.key);
      if (row) this.#logged(job, row, failureReason);
      this.#held.delete(job.receiptHandle);
      this.#consumer.complete(job.receiptHandle);
    }
  }

  async #retryLater(items: { job: Job; failureReason: string }[]): Promise<void> {
    const failures: Failure[] = items.map(({ job, failureReason }) => ({ ...summaryOf(job), failureReason }));
    const rows = await this.#written(items, () => this.#options.store.attemptFailed(failures));
    if (!rows) return;
    this.#backOff();
    for (const { job, failureReason } of items) {
      const row = rows.get(job.key);
      if (row) this.#logged(job, row, failureReason);
      this.#options.log.warning(`send failed, message will retry: ${failureReason} trace_id=${job.traceId}`);
      this.#giveBack(job, retrySeconds(job.receiveCount), failureReason);
    }
  }

  /** A result that cannot be stored keeps its message: the next delivery resumes the job and stores it. */
  async #written(
    items: readonly { job: Job }[],
    write: () => Promise<FinishedJob[]>,
  ): Promise<Map<string, FinishedJob> | undefined> {
    try {
      return new Map((await write()).map((row) => [row.key, row]));
    } catch (error) {
      this.#options.log.error(`NotificationLog/rollback failed: ${messageOf(error)}`);
      const seconds = this.#backOff();
      for (const { job } of items) this.#giveBack(job, seconds, "database");
      return undefined;
    }
  }

  #giveBack(job: Job, seconds: number, reason?: string): void {
    this.#held.delete(job.receiptHandle);
    if (reason !== undefined) this.#retrying(job.traceId, job.messageId, reason, seconds);
    this.#consumer.giveBack(job.receiptHandle, seconds);
  }

  /** Slows the intake down after a failure; seconds until the next look. */
  #backOff(): number {
    const ms = Math.min(PAUSE.firstMs * 2 ** Math.min(this.#failuresInARow++, 10), PAUSE.maxMs);
    this.#consumer.pause(ms);
    return ms / 1_000;
  }

  async #deadLetter(message: ReceivedMessage, traceId: string, reason: string): Promise<void> {
    if (!(await this.#consumer.deadLetter(message, reason))) return;
    this.#emit({ traceId, messageId: message.messageId }, "worker.dead-lettered", { reason });
  }

  async #extendLeases(handles: readonly string[]): Promise<void> {
    const keys = handles.flatMap((handle) => this.#held.get(handle)?.key ?? []);
    try {
      if (keys.length > 0) await this.#options.store.extendLeases(keys);
    } catch (error) {
      this.#options.log.warning(`worker heartbeat update failed for ${keys.length} jobs: ${messageOf(error)}`);
    }
  }

  #tellAccepted(job: Job, groupId: string): void {
    this.#options.log.info(
      `${verbOf(job)} ok to=${maskNumber(job.payload.to)} group_id=${groupId} trace_id=${job.traceId}`,
    );
  }

  /** The backend loses the code of a refused Alimtalk; here it stands in the line as in the row. */
  #tellRefused(job: Job, reason: string): void {
    const to = maskNumber(job.payload.to);
    const text =
      job.channel === "sms"
        ? `send_sms MessageNotReceivedError to=${to} reason=${reason}`
        : `alimtalk failed to=${to}: ${reason}`;
    this.#options.log.warning(`${text} trace_id=${job.traceId}`);
  }

  #logged(job: { traceId: string; messageId: string }, row: FinishedJob, failureReason: string): void {
    const { notificationLogId, amountDeducted } = row;
    if (notificationLogId === 0) return;
    const success = failureReason === "";
    this.#emit(job, "worker.logged", { notificationLogId, success, failureReason, amountDeducted });
  }

  #retrying(traceId: string, messageId: string, reason: string, seconds: number): void {
    this.#emit({ traceId, messageId }, "worker.retrying", { reason, delayMs: Math.round(seconds * 1_000) });
  }

  #emit<Type extends MessageEventType>(
    job: { traceId: string; messageId: string },
    type: Type,
    details: MessageEventDetails[Type],
  ): void {
    const { traceId, messageId } = job;
    const event = { type, at: this.#options.clock.now(), traceId, messageId, details };
    this.#options.emit(event as Parameters<EmitMessageEvent>[0]);
  }
}

const verbOf = (job: Job) => (job.channel === "sms" ? "send_sms" : "send_alimtalk");

const retrySeconds = (receiveCount: number) =>
  Math.min(RETRY.firstSeconds * RETRY.factor ** (receiveCount - 1), RETRY.maxSeconds);

const toClaimRequest = ({ message, payload, key }: Parsed): ClaimRequest => ({
  key,
  messageId: message.messageId,
  tenantId: payload.tenant_id,
  ...(payload.reservation_id !== undefined && { reservationId: payload.reservation_id }),
  recipientSummary: maskNumber(payload.to),
  templateSummary: templateSummaryOf(payload),
});

const summaryOf = ({ key, payload }: Job) => ({
  key,
  recipientSummary: maskNumber(payload.to),
  templateSummary: templateSummaryOf(payload),
});

/** What the row says about the content: the template, else the mode. The text itself is never stored. */
const templateSummaryOf = (payload: MessagePayload) => payload.template_id ?? payload.message_mode;
