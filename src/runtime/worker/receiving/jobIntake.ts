import { assertNever } from "../../../common/assertNever";
import { messageOf } from "../../../common/errors";
import type { Logger } from "../../../common/logger";
import { traceIdOf } from "../../queue/payload";
import type { MessagePayload } from "../../queue/payload";
import type { WorkerSettings } from "../workerSettings";
import type { GroupSender } from "../sending/groupSender";
import { editedBody } from "../../holds/heldBody";
import type { HoldDeparture } from "../../holds/holdMessages";
import { alimtalkIds, resolveSender, recipientSummaryOf, toOutgoing, wantsAlimtalk } from "../jobs/job";
import type { Job } from "../jobs/job";
import { editJob, jobFacts } from "../jobs/jobEdits";
import type { Claim, ClaimRequest, JobStore } from "../jobs/jobStore";
import type { MessageEvents } from "../jobEvents";
import type { Outcomes } from "../sending/jobOutcomes";
import { noPoints } from "../workerPoints";
import type { PointAsker } from "../workerPoints";
import { parsePayload } from "./payloadParser";
import type { QueueConsumer, ReceivedMessage } from "./queueConsumer";

export interface IntakeOptions {
  settings: Pick<WorkerSettings, "sender" | "kakaoPfId" | "kakaoTemplateId">;
  store: Pick<JobStore, "claim">;
  consumer: Pick<QueueConsumer, "complete" | "giveBack" | "deadLetter">;
  sender: Pick<GroupSender, "add" | "resume">;
  outcomes: Outcomes;
  events: MessageEvents;
  points?: PointAsker;
  log: Logger;
  /** This many messages are claimed without waiting for more. */
  claimSize: number;
}

/**
 * While receives are full, a claim waits this long for more: one transaction and one group carry up to `claimSize`
 * messages. A group costs the same SDK calls however few messages it has.
 */
const LINGER_MS = 150;

type Parsed = { message: ReceivedMessage; payload: MessagePayload; key: string };

/**
 * Turns received messages into jobs to send. A debugger may hold each before this table, once its sender is decided, and
 * before the provider is called; then it goes on alone. The decision table, first match wins:
 *
 *     body not JSON, no `to`/`text`, no `tenant_id`, unknown tenant → dead-letter queue with the reason
 *     handled before                         → outcome reported, deleted
 *     held by another worker                 → back to the queue until its lease ends
 *     left in a group by a worker that ended → resumed with its group
 *     reservation cancelled                  → skipped, deleted
 *     tenant's credit below the price        → row insufficient_balance, deleted
 *     no sender at all / Alimtalk not set up → row with the reason, deleted (`both` is sent as SMS)
 *     else                                   → sent: see Outcomes
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #points: PointAsker;
  /** Received and not yet claimed. */
  #arrived: Parsed[] = [];
  #linger: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#points = options.points ?? noPoints;
  }

  /** `more`: the receive was full, so waiting for the next one pays off; otherwise nothing waits. */
  take(messages: readonly ReceivedMessage[], more: boolean): void {
    if (!this.#points.isArmed("received")) return this.#accept(messages, more);
    for (const message of messages) this.#points.follow(this.#takeHeld(message));
  }

  async #takeHeld(message: ReceivedMessage): Promise<void> {
    const { messageId, receiptHandle, receiveCount: attempt, body } = message;
    const traceId = traceIdOf(body) ?? ownIdOf(message);
    const facts = { traceId, messageId, body, attempt, receiptHandle };
    const departure = await this.#points.reach({ point: "received", ...facts });
    if (departure.kind === "stop") this.#options.consumer.giveBack(receiptHandle, 0);
    else if (departure.kind === "drop") await this.#deadLetter(message, traceId, departure.reason);
    else this.#accept([{ ...message, body: editedBody(body, departure.edits) }], false);
  }

  #accept(messages: readonly ReceivedMessage[], more: boolean): void {
    for (const message of messages) {
      const result = parsePayload(message.body);
      if ("rejection" in result) {
        const { text, level, reason } = result.rejection;
        this.#options.log[level](text);
        this.#points.follow(this.#refused(message, traceIdOf(message.body) ?? ownIdOf(message), reason));
        continue;
      }
      const key = result.payload.trace_id ?? ownIdOf(message);
      this.#arrived.push({ message, payload: result.payload, key });
    }
    if (this.#stopped) this.#returnArrived();
    else if (!more || this.#arrived.length >= this.#options.claimSize) void this.#claimArrived();
    else this.#linger ??= setTimeout(() => void this.#claimArrived(), LINGER_MS);
  }

  /** Returns unclaimed messages to the queue, and from now on everything the last polls bring. */
  stop(): void {
    this.#stopped = true;
    this.#returnArrived();
  }

  #takeArrived(): Parsed[] {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    return this.#arrived.splice(0);
  }

  #returnArrived(): void {
    for (const { message } of this.#takeArrived()) this.#options.consumer.giveBack(message.receiptHandle, 0);
  }

  async #claimArrived(): Promise<void> {
    const { store, sender } = this.#options;
    const arrived = this.#takeArrived();
    if (arrived.length === 0) return;
    let claims: Claim[];
    try {
      claims = await store.claim(arrived.map(toClaimRequest));
    } catch (error) {
      this.#notClaimed(arrived, error);
      return;
    }
    const ready: Job[] = [];
    for (const [index, parsed] of arrived.entries()) {
      const job = this.#decide(parsed, claims[index]!);
      if (job) ready.push(job);
    }
    if (ready.length > 0) sender.add(ready);
  }

  #notClaimed(arrived: readonly Parsed[], error: unknown): void {
    const { log, outcomes, events, consumer } = this.#options;
    log.error(`get_tenant_messaging_info failed: ${messageOf(error)}`);
    const seconds = outcomes.backOff();
    for (const { message, key } of arrived) {
      events.retrying({ traceId: key, messageId: message.messageId }, "database", seconds);
      consumer.giveBack(message.receiptHandle, seconds);
    }
  }

  /** Carries out the claim's decision; returns a job that is to be sent. */
  #decide(parsed: Parsed, claim: Claim): Job | undefined {
    const { log, consumer, events } = this.#options;
    const { message, payload, key } = parsed;
    const { messageId, receiptHandle } = message;
    const told = { traceId: key, messageId };
    switch (claim.kind) {
      case "claimed":
        return this.#begin(parsed, claim);
      case "leased":
        log.info(`Duplicate in-flight message detected, keep for retry job_id=${messageId} trace_id=${key}`);
        events.retrying(told, "held by another worker", claim.forMs / 1_000);
        consumer.giveBack(receiptHandle, Math.max(1, claim.forMs / 1_000));
        return undefined;
      case "finished":
        log.info(`Duplicate delivery of a finished job message_id=${messageId}, deleted trace_id=${key}`);
        events.tell(told, "worker.duplicate", {
          outcome: claim.end,
          groupId: claim.groupId,
          providerMessageId: claim.providerMessageId,
        });
        consumer.complete(receiptHandle);
        return undefined;
      case "reservation-cancelled":
        log.info(`reservation_id=${payload.reservation_id} cancelled, skip send trace_id=${key}`);
        events.tell(told, "worker.skipped", { reason: "reservation-cancelled" });
        this.#end(parsed, "reservation-cancelled");
        return undefined;
      case "insufficient-balance": {
        const { balance, price } = claim;
        const numbers = `tenant_id=${payload.tenant_id} insufficient_balance balance=${balance} base_price=${price}`;
        log.warning(`${numbers}, skip send trace_id=${key}`);
        events.tell(told, "worker.skipped", { reason: "insufficient_balance" });
        events.logged(told, claim.log, "insufficient_balance");
        this.#end(parsed, "insufficient_balance");
        return undefined;
      }
      case "unknown-tenant":
        log.error(`Message has invalid tenant_id=${payload.tenant_id}, message_id=${messageId} trace_id=${key}`);
        this.#points.follow(this.#refused(message, key, "unknown-tenant"));
        return undefined;
      default:
        return assertNever(claim);
    }
  }

  #begin({ message, payload, key }: Parsed, claim: Extract<Claim, { kind: "claimed" }>): Job | undefined {
    const { events, outcomes, sender: groups, settings } = this.#options;
    const { tenant, resume } = claim;
    const { messageId, receiptHandle, receiveCount } = message;
    const sender = resolveSender(payload, tenant, settings.sender);
    const channel = wantsAlimtalk(payload.message_mode) ? "alimtalk" : "sms";
    const job: Job = { key, traceId: key, messageId, receiptHandle, receiveCount, payload, sender, channel, tenant };
    outcomes.expect(job);
    events.claimed(job);
    if (resume.state !== "claimed") {
      void groups.resume(job, resume);
      return undefined;
    }
    if (heldBeforeCall.some((point) => this.#points.isArmed(point))) {
      this.#points.follow(this.#beginHeld(job, message));
      return undefined;
    }
    return this.#fit(job);
  }

  /** The job, if it is to be sent; otherwise it is finished here. */
  #fit(job: Job): Job | undefined {
    const { log, events, outcomes } = this.#options;
    const unfit = this.#unfit(job);
    if (unfit === undefined) return job;
    log.warning(`send failed, message cannot be sent: ${unfit} trace_id=${job.key}`);
    events.tell(job, "provider.not-asked", { reason: unfit });
    void outcomes.notAsked(job, unfit);
    return undefined;
  }

  async #beginHeld(job: Job, message: ReceivedMessage): Promise<void> {
    const { sender: groups, settings } = this.#options;
    const facts = () => jobFacts(job, settings.sender);
    const decided = await this.#points.reach({ point: "sender", ...facts() });
    if (!(await this.#mayGoOn(job, message, decided)) || !this.#fit(job)) return;
    const request = JSON.stringify(toOutgoing(job, settings));
    const before = await this.#points.reach({ point: "provider-call", request, ...facts() });
    if (await this.#mayGoOn(job, message, before)) groups.add([job]);
  }

  /** Carries out what a debugger ordered; true: the job goes on. */
  async #mayGoOn(job: Job, message: ReceivedMessage, departure: HoldDeparture): Promise<boolean> {
    const { outcomes, settings, events } = this.#options;
    if ("edits" in departure && departure.edits) {
      editJob(job, departure.edits, settings.sender);
      events.claimed(job);
    }
    switch (departure.kind) {
      case "go":
        return true;
      case "stop":
        await outcomes.release([job], 0);
        return false;
      case "drop":
        await outcomes.drop(job, message, departure.reason);
        return false;
      case "answer":
        await outcomes.answeredInstead(job, departure);
        return false;
    }
  }

  /** Ends a message whose row is stored, or that has none. */
  #end({ message, payload, key: traceId }: Parsed, refusal: string): void {
    const { consumer } = this.#options;
    const { messageId, receiptHandle, receiveCount: attempt } = message;
    if (!this.#points.isArmed("refusal") && !this.#points.isArmed("delete")) return consumer.complete(receiptHandle);
    const facts = { traceId, messageId, body: JSON.stringify(payload), attempt, receiptHandle };
    const held = async () => {
      await this.#points.reach({ point: "refusal", ...facts, refusal });
      await this.#points.reach({ point: "delete", ...facts });
      consumer.complete(receiptHandle);
    };
    this.#points.follow(held());
  }

  /** For a message that can never be handled. */
  async #refused(message: ReceivedMessage, traceId: string, reason: string): Promise<void> {
    const { messageId, receiptHandle, receiveCount: attempt, body } = message;
    if (this.#points.isArmed("refusal")) {
      const facts = { traceId, messageId, body, attempt, receiptHandle };
      const { kind } = await this.#points.reach({ point: "refusal", ...facts, refusal: reason });
      if (kind === "stop") return this.#options.consumer.giveBack(receiptHandle, 0);
    }
    await this.#deadLetter(message, traceId, reason);
  }

  /** The backend's own refusals before the provider is called; turns a `both` without Alimtalk into SMS. */
  #unfit(job: Job): string | undefined {
    if (!job.sender.number) return "sender_required";
    if (job.channel === "sms" || alimtalkIds(job, this.#options.settings)) return undefined;
    if (job.payload.message_mode === "alimtalk") return "alimtalk_requires_pf_id_and_template_id";
    this.#options.log.warning(`alimtalk requested but pf_id/template_id missing, sending SMS trace_id=${job.traceId}`);
    job.channel = "sms";
    return undefined;
  }

  async #deadLetter(message: ReceivedMessage, traceId: string, reason: string): Promise<void> {
    const { consumer, events } = this.#options;
    if (!(await consumer.deadLetter(message, reason))) return;
    events.tell({ traceId, messageId: message.messageId }, "worker.dead-lettered", { reason });
  }
}

/** Where a claimed job may be held before the provider is called. */
const heldBeforeCall = ["sender", "provider-call"] as const;

/** The id of a message without a trace id; a moved copy keeps its first id. */
const ownIdOf = ({ originalMessageId, messageId }: ReceivedMessage) => originalMessageId ?? messageId;

const toClaimRequest = ({ message, payload, key }: Parsed): ClaimRequest => ({
  key,
  messageId: message.messageId,
  tenantId: payload.tenant_id,
  ...(payload.reservation_id !== undefined && { reservationId: payload.reservation_id }),
  ...recipientSummaryOf(payload),
});
