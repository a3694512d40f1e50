import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Environment } from "../../targets/environment";
import type { ActivitySignal } from "../../targets/evidence/activitySignal";
import type { CollectedEvidence } from "../../targets/evidence/evidenceCollector";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import type { TraceActivity } from "./messageActivity";

/** Timeout of a decision; a send not decided by then is reported as undecided. */
const DECIDE_WITHIN_MS = 15_000;
/** A send to many is followed while its messages keep ending, up to this timeout. */
const MANY_WITHIN_MS = 120_000;

/** How long to wait for a carrier's result after acceptance, which the backend never sees. */
const CARRIER_WITHIN_MS = 1_500;

/** Interval between looks where nothing pushes, as with rows and counters. */
const LOOK_AGAIN_MS = 1_500;
const FIRST_LOOK_MS = 1_000;

/**
 * A foreign worker writes its row milliseconds after its log line, so a verdict counts only once a second look confirms
 * it.
 */
const CONFIRM_MS = 400;

/** A verdict at least this confident needs no further waiting. */
const DECISIVE = 0.8;
const LIKELY = 0.7;

/** The result of one look at a send. */
export interface Look extends CollectedEvidence {
  diagnosis: Diagnosis;
}

export interface FollowerParts {
  environment: Environment;
  sent: SentMessage;
  /** Collects all evidence in parallel and diagnoses it. */
  look(): Promise<Look>;
  bell: ActivitySignal;
  traces: TraceActivity;
  decideWithinMs?: number;
  signal: AbortSignal;
  onLook?: () => void;
}

/**
 * Follows a test send, wherever it goes, and decides as soon as the evidence does:
 *
 *     waiting ⇄ looking ─▶ decided
 *
 * *waiting* ends when something pushes (a line of the worker, the end of a message in our own runtime) or at the next
 * listed time. A decision needs a sure verdict (in a foreign runtime: the same one twice; for several messages: once
 * all have ended, or no more end), a success whose carrier has reported or timed out, or the overall timeout.
 */
export class SendFollower {
  readonly #parts: FollowerParts;
  #last: Look | undefined;
  /** When the backend was first seen to have finished; milliseconds since the Unix epoch. */
  #settledAt: number | undefined;
  #isConfirming = false;
  #endedBefore = 0;
  #deadline: number;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    const { sent, decideWithinMs = DECIDE_WITHIN_MS } = parts;
    this.#deadline = Math.max(sent.sentAt + decideWithinMs, this.#isOnItsWay ? Date.now() + FIRST_LOOK_MS : 0);
  }

  /** The last look, if any. */
  get last(): Look | undefined {
    return this.#last;
  }

  async untilDecided(): Promise<Look> {
    const { bell, signal, onLook } = this.#parts;
    if (this.#isOnItsWay) await bell.within(FIRST_LOOK_MS, signal);
    for (;;) {
      signal.throwIfAborted();
      onLook?.();
      const before = this.#last;
      this.#last = await this.#parts.look();
      const isStill = this.#isStill();
      if ((this.#isDecided(this.#last, before) && isStill) || Date.now() >= this.#deadline) return this.#last;
      await bell.within(Math.min(this.#deadline - Date.now(), this.#pauseMs()), signal);
    }
  }

  /** The API accepted something, or did not say that it accepted nothing. */
  get #isOnItsWay(): boolean {
    const { answer } = this.#parts.sent;
    if (!answer) return true;
    if ("error" in answer || answer.status >= 300) return false;
    const { enqueued } = (answer.body ?? {}) as { enqueued?: unknown };
    return typeof enqueued !== "number" || enqueued > 0;
  }

  /** None of several messages ended since the last look: one that failed early says nothing about the others. */
  #isStill(): boolean {
    const { traces, sent } = this.#parts;
    if (sent.traceIds.length <= 1 || traces.areAllEnded) return true;
    const { endedCount } = traces;
    const hasMoved = endedCount > this.#endedBefore || this.#endedBefore === 0;
    this.#endedBefore = Math.max(1, endedCount);
    const until = Math.min(Date.now() + DECIDE_WITHIN_MS, sent.sentAt + MANY_WITHIN_MS);
    if (hasMoved && endedCount > 0) this.#deadline = Math.max(this.#deadline, until);
    return !hasMoved;
  }

  #isDecided(now: Look, before: Look | undefined): boolean {
    const { traces, environment, sent } = this.#parts;
    const { verdict } = now.diagnosis;
    const isSettled = traces.areAllEnded || this.#hasRows(now) || (verdict.outcome === "ok" && this.#isComplete(now));
    if (isSettled) this.#settledAt ??= Date.now();
    const isOver = this.#settledAt !== undefined && Date.now() >= this.#settledAt + CARRIER_WITHIN_MS;
    if (verdict.outcome === "unknown") return traces.areAllEnded && isOver;
    const areRowsLookedFor = environment.tenants !== undefined && sent.lastLogIdBefore !== undefined;
    // Rows that were late this time may arrive by the next look.
    const isWritten = this.#hasRows(now) || !areRowsLookedFor;
    if (verdict.outcome === "ok") return isOver || (isSettled && isWritten && isDelivered(now));
    if (!isDecisive(now)) return isOver;
    const isSure = environment.traces !== undefined || !this.#isOnItsWay;
    this.#isConfirming = !isSure && before?.diagnosis.verdict.cause !== verdict.cause;
    return !this.#isConfirming;
  }

  #pauseMs(): number {
    if (this.#isConfirming) return CONFIRM_MS;
    const untilOver = this.#settledAt === undefined ? LOOK_AGAIN_MS : this.#settledAt + CARRIER_WITHIN_MS - Date.now();
    return untilOver > 0 ? Math.min(untilOver, LOOK_AGAIN_MS) : LOOK_AGAIN_MS;
  }

  get #enqueued(): number {
    const { answer } = this.#parts.sent;
    const body = answer && "body" in answer && answer.body ? answer.body : {};
    return (body as { enqueued?: number }).enqueued ?? 1;
  }

  /** Whether the backend has written a row for every recipient. */
  #hasRows({ evidence }: Look): boolean {
    return (evidence.notificationLogs?.length ?? 0) >= Math.max(1, this.#enqueued);
  }

  /** Whether every recipient has a row or a record, as far as these are visible. */
  #isComplete({ evidence: { notificationLogs, provider } }: Look): boolean {
    const seen = Math.max(notificationLogs?.length ?? 0, provider?.messages?.length ?? 0);
    return (!notificationLogs && !provider?.messages) || seen >= this.#enqueued;
  }
}

function isDecisive({ diagnosis: { verdict }, evidence: { worker, correlation, otherConsumer } }: Look): boolean {
  // Another consumer works on it, and Solapi has not answered it yet.
  if (otherConsumer?.hasTaken && !otherConsumer.hasDeleted && verdict.layer !== "provider") return false;
  // It is about to restart, and will then log why it ended.
  if (worker?.container?.state === "restarting" && !worker.logs) return false;
  // Ended for good: no further evidence can make it surer.
  const isOver = worker?.container?.state === "exited" || worker?.container?.state === "missing";
  const needed = isOver ? LIKELY : DECISIVE;
  // Waiting does not remove the doubt that other messages cause.
  const confidence = verdict.confidence / (correlation?.confidence ?? 1);
  return confidence >= needed && verdict.outcome !== "ok" && verdict.outcome !== "unknown";
}

/** The carrier has reported on every message: 2000 and 3000 are still in transit. */
const isDelivered = ({ evidence: { provider } }: Look) =>
  provider !== undefined &&
  (provider.messages ?? []).length > 0 &&
  provider.messages!.every(({ statusCode }) => statusCode !== undefined && !/^[23]000$/.test(statusCode));
