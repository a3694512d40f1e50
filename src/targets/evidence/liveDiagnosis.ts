import { ExpectedError, codeOf, messageOf } from "../../common/errors";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Language } from "../../diagnosis/report/findingText";
import { diagnose } from "../../diagnosis/verdict";
import { traceIdOf } from "../../runtime/queue/payload";
import type { FaultSend, SendRequest } from "../../runtime/control/stackContract";
import { ActivitySignal } from "./activitySignal";
import type { Environment } from "../environment";
import { LOCAL } from "../environment";
import type { WritableEnvironment } from "../safety/guard";
import type { WriteOf } from "../safety/write";
import { collectEvidence } from "./evidenceCollector";
import type { CollectedEvidence } from "./evidenceCollector";
import { withLocalCommands } from "./localCommands";
import { TraceActivity, followWorker } from "./messageActivity";
import { prepareSend } from "./sendPreparation";
import type { SentMessage } from "./sentMessage";

/** Longer than this nobody waits; what is not decided by then is said to be undecided. */
const DECIDE_WITHIN_MS = 15_000;

/** The API's own answer is waited for so long: a page of the front end gives up earlier. */
const ANSWER_WITHIN_MS = 5_000;
/** A foreign API without its queue answers only after its SDK has tried for 10 s. */
const FOREIGN_ANSWER_WITHIN_MS = 12_000;

/** A carrier's result after acceptance, which the backend never sees, is waited for so long. */
const CARRIER_WITHIN_MS = 1_500;

/** Where nothing pushes, the evidence is looked at again after so long: rows and counters don't push. */
const LOOK_AGAIN_MS = 1_500;
const FIRST_LOOK_MS = 1_000;

/** Between a foreign worker's line and its row lie milliseconds: a verdict is looked at twice before it counts. */
const CONFIRM_MS = 400;

/** A verdict that is this sure is not waited on. */
const DECISIVE = 0.8;
const LIKELY = 0.7;

export type LiveStep = "sending" | "following" | "collecting";

export interface LiveDiagnosis extends CollectedEvidence {
  diagnosis: Diagnosis;
  sent: SentMessage;
}

export interface LiveOptions {
  language: Language;
  ignored?: readonly string[];
  signal?: AbortSignal;
  onStep?: (step: LiveStep) => void;
  /** The backend's code, to tell its version. */
  workspace?: string;
}

export interface LiveSend {
  tenantCode: string;
  request: SendRequest;
  /** Over the request, or instead of it: what shows a fault, or names its recipient itself. */
  test?: FaultSend;
}

/** What is asked of the guard for it. */
export function writeOf({ tenantCode, request, test }: LiveSend): WriteOf<"send"> | WriteOf<"enqueue"> {
  const ofTenant = test?.tenantCode ?? tenantCode;
  return test?.via === "queue"
    ? { kind: "enqueue", tenantCode: ofTenant, body: test.body }
    : { kind: "send", tenantCode: ofTenant, request: { ...request, ...test?.request } };
}

/**
 * Makes the send that was granted, follows the message, and decides as soon as the evidence does:
 *
 *     preparing ─▶ sending ─▶ waiting ⇄ looking ─▶ decided
 *
 * *waiting* ends when something pushes (a line of the worker, the end of a message in our own runtime) or at the next
 * listed moment; *looking* collects everything at once and diagnoses it. It is decided by a sure verdict (of a foreign
 * runtime: the same one twice), by a success whose carrier has reported or had its time, or when the time is up.
 */
export async function diagnoseSend(
  target: WritableEnvironment<"send" | "enqueue">,
  options: LiveOptions,
): Promise<LiveDiagnosis> {
  const { environment } = target;
  const { signal, onStep, workspace } = options;
  const bell = new ActivitySignal();
  const ended = new AbortController();
  const either = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  const traces = new TraceActivity(bell);
  const { tenantCode } = target.purpose;
  const request = target.kind === "send" ? target.purpose.request : undefined;
  try {
    const position = await environment.traces?.position(signal);
    if (environment.traces) void traces.follow(environment.traces, position ?? 0, either);
    else if (environment.worker) void followWorker(environment.worker, bell, either);
    const { sent, failed } = await prepareSend(environment, tenantCode, request, { workspace, signal });
    onStep?.("sending");
    await deliver(target, sent, signal);
    traces.expect(sent.traceIds);
    const follow = new Following(environment, sent, options, bell, () => traces.areAllEnded);
    const result = await follow.untilDecided();
    return { ...result, failed: [...failed.filter(({ probe }) => !isAgain(result, probe)), ...result.failed] };
  } finally {
    ended.abort();
  }
}

const isAgain = ({ failed }: LiveDiagnosis, probe: string) => failed.some((other) => `${other.probe} before` === probe);

class Following {
  #last: LiveDiagnosis | undefined;
  /** When the backend was first seen to be done with it; milliseconds since the Unix epoch. */
  #settledAt: number | undefined;
  #isConfirming = false;

  constructor(
    private readonly environment: Environment,
    private readonly sent: SentMessage,
    private readonly options: LiveOptions,
    private readonly bell: ActivitySignal,
    private readonly areAllEnded: () => boolean,
  ) {}

  async untilDecided(): Promise<LiveDiagnosis> {
    const { signal, onStep } = this.options;
    const { sentAt } = this.sent;
    const deadline = Math.max(sentAt + DECIDE_WITHIN_MS, this.isOnItsWay ? Date.now() + FIRST_LOOK_MS : 0);
    onStep?.("following");
    if (this.isOnItsWay) await this.bell.within(FIRST_LOOK_MS, signal);
    for (;;) {
      signal?.throwIfAborted();
      onStep?.("collecting");
      const before = this.#last;
      this.#last = await this.#look();
      if (this.#isDecided(this.#last, before) || Date.now() >= deadline) return this.#last;
      await this.bell.within(Math.min(deadline - Date.now(), this.#pauseMs()), signal);
    }
  }

  /** The API took something, or did not say that it took nothing. */
  get isOnItsWay(): boolean {
    const { answer } = this.sent;
    if (!answer) return true;
    if ("error" in answer || answer.status >= 300) return false;
    const { enqueued } = (answer.body ?? {}) as { enqueued?: unknown };
    return typeof enqueued !== "number" || enqueued > 0;
  }

  async #look(): Promise<LiveDiagnosis> {
    const collected = await collectEvidence(this.environment, this.sent, this.options.signal);
    const diagnosis = diagnose(collected.evidence, this.options);
    const isLocal = this.environment.name === LOCAL;
    return { ...collected, diagnosis: isLocal ? withLocalCommands(diagnosis) : diagnosis, sent: this.sent };
  }

  #isDecided(now: LiveDiagnosis, before: LiveDiagnosis | undefined): boolean {
    const { verdict } = now.diagnosis;
    const isSettled = this.areAllEnded() || hasRows(now) || (verdict.outcome === "ok" && isComplete(now));
    if (isSettled) this.#settledAt ??= Date.now();
    const isOver = this.#settledAt !== undefined && Date.now() >= this.#settledAt + CARRIER_WITHIN_MS;
    if (verdict.outcome === "unknown") return this.areAllEnded() && isOver;
    // Rows that did not come in time this once may at the next look.
    const isWritten = hasRows(now) || !this.#areRowsLookedFor;
    if (verdict.outcome === "ok") return isOver || (isSettled && isWritten && isDelivered(now));
    if (!isDecisive(now)) return isOver;
    const isSure = this.environment.traces !== undefined || !this.isOnItsWay;
    this.#isConfirming = !isSure && before?.diagnosis.verdict.cause !== verdict.cause;
    return !this.#isConfirming;
  }

  get #areRowsLookedFor(): boolean {
    return this.environment.tenants !== undefined && this.sent.lastLogIdBefore !== undefined;
  }

  #pauseMs(): number {
    if (this.#isConfirming) return CONFIRM_MS;
    const untilOver = this.#settledAt === undefined ? LOOK_AGAIN_MS : this.#settledAt + CARRIER_WITHIN_MS - Date.now();
    return untilOver > 0 ? Math.min(untilOver, LOOK_AGAIN_MS) : LOOK_AGAIN_MS;
  }
}

function isDecisive({ diagnosis: { verdict }, evidence: { worker, correlation } }: LiveDiagnosis): boolean {
  // It is about to start again, and will then say why it ended.
  if (worker?.container?.state === "restarting" && !worker.logs) return false;
  // Ended for good: nothing more will be seen that could make it surer.
  const isOver = worker?.container?.state === "exited" || worker?.container?.state === "missing";
  const needed = isOver ? LIKELY : DECISIVE;
  // What other messages make less sure does not become surer by waiting.
  const confidence = verdict.confidence / (correlation?.confidence ?? 1);
  return confidence >= needed && verdict.outcome !== "ok" && verdict.outcome !== "unknown";
}

const enqueuedOf = ({ sent: { answer } }: LiveDiagnosis) =>
  ((answer && "body" in answer && answer.body ? answer.body : {}) as { enqueued?: number }).enqueued ?? 1;

/** The backend has written a row for every recipient. */
const hasRows = (now: LiveDiagnosis) => (now.evidence.notificationLogs?.length ?? 0) >= Math.max(1, enqueuedOf(now));

/** Every recipient has a row or a record, as far as these can be seen. */
function isComplete(now: LiveDiagnosis): boolean {
  const { notificationLogs, provider } = now.evidence;
  const seen = Math.max(notificationLogs?.length ?? 0, provider?.messages?.length ?? 0);
  return (!notificationLogs && !provider?.messages) || seen >= enqueuedOf(now);
}

/** The carrier has reported of every message: 2000 and 3000 are still on their way. */
const isDelivered = ({ evidence: { provider } }: LiveDiagnosis) =>
  provider !== undefined &&
  (provider.messages ?? []).length > 0 &&
  provider.messages!.every(({ statusCode }) => statusCode !== undefined && !/^[23]000$/.test(statusCode));

async function deliver(
  target: WritableEnvironment<"send" | "enqueue">,
  sent: SentMessage,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { traces } = target.environment;
  if (target.kind === "enqueue") {
    sent.sentAt = Date.now();
    const { messageId } = await target.write(signal);
    if (traces) sent.traceIds = [traceIdOf(target.purpose.body) ?? messageId];
    else sent.messageId = messageId;
    return;
  }
  sent.sentAt = Date.now();
  const startedAt = performance.now();
  const limitMs = traces ? ANSWER_WITHIN_MS : FOREIGN_ANSWER_WITHIN_MS;
  const late = AbortSignal.timeout(limitMs);
  try {
    sent.answer = await target.write(signal ? AbortSignal.any([signal, late]) : late);
    sent.traceIds = sent.answer.traceIds;
  } catch (error) {
    signal?.throwIfAborted();
    if (!late.aborted && !isUnanswered(error)) throw error;
    const elapsedMs = Math.round(performance.now() - startedAt);
    const isLate = late.aborted || ExpectedError.is(error, "api-timeout");
    const code = isLate ? "ETIMEDOUT" : (codeOf((error as Error).cause) ?? codeOf(error) ?? "");
    sent.answer = { error: { code, message: messageOf(error) }, elapsedMs };
  }
}

/** What was refused on our own side (no token, no allowed recipient) was never sent: nothing to follow. */
const isUnanswered = (error: unknown) =>
  ["api-unreachable", "api-timeout", "stack-gone"].some((reason) => ExpectedError.is(error, reason));
