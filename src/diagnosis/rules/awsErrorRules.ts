import { awsErrorIn } from "../answers/answerWords";
import type { CauseId } from "../causes/causeIds";
import type { Facts } from "../facts";
import {
  type QueueFailure,
  type QueueFailureKind,
  queueFailureIn,
  queueFailureKinds,
  isAboutQueue,
} from "../facts/queueFailures";
import type { FixId } from "../fixes/allFixes";
import { type Excerpt, type Line, clip, excerptAt, excerptOfLine, sentence, timesOf } from "../logLines";
import { isComplaint } from "../logs/complaints";
import { tells } from "../signs";
import { type NoteId, type Values, word } from "../texts/text";
import { adviceFor } from "./connectionAdvice";
import type { Rule, RuleHit } from "./rule";
import { isEnqueuedAfterAll, isOthersQueue } from "./sendFailures";

type Side = "api" | "worker" | "probe";

const causeOfKind: Readonly<Record<Exclude<QueueFailureKind, "access-denied">, CauseId>> = {
  "key-throttled": "queue.throttled",
  "key-denied": "queue.kms-denied",
  "clock-skewed": "queue.clock-skew",
  "credentials-expired": "queue.credentials-expired",
  "queue-missing": "queue.not-found",
  "region-wrong": "queue.region-mismatch",
  "credentials-missing": "queue.credentials-missing",
  "credentials-invalid": "queue.credentials-invalid",
  throttled: "queue.throttled",
  unreachable: "queue.endpoint-unreachable",
};

/**
 * A probe has the identity of neither side. If the API could enqueue, the probe's error points to the worker's side.
 */
const isReceiving = (side: Side, operation: string, { answer, queue }: Facts) =>
  side === "worker" ||
  (side === "probe" &&
    (RECEIVING.some((one) => operation.startsWith(one)) || (answer.enqueued ?? 0) > 0 || (queue.growth ?? 0) > 0));
const RECEIVING = ["Receive", "Delete", "ChangeMessage"];

const operationOf = ({ failure: { operation }, side }: Found) => operation ?? usualOperation[side];
const usualOperation: Readonly<Record<Side, string>> = {
  api: "SendMessage",
  worker: "ReceiveMessage",
  probe: "GetQueueAttributes",
};

function causeOf(facts: Facts, found: Found): CauseId {
  const { kind } = found.failure;
  if (kind !== "access-denied") return causeOfKind[kind];
  return isReceiving(found.side, operationOf(found), facts)
    ? "queue.access-denied-receive"
    : "queue.access-denied-send";
}

interface Found {
  failure: QueueFailure;
  side: Side;
  evidence: Excerpt[];
  count: number;
  at?: number;
  /** The last line with this error, if it is from a log. */
  last?: Line;
  isProbe: boolean;
  /** The dead-letter queue, if the error is about it. */
  deadQueue?: string;
}

/** Caches the list, because thirty rules ask for it. */
const known = new WeakMap<Facts, Found[]>();

function found(facts: Facts): Found[] {
  const before = known.get(facts);
  if (before) return before;
  const all = [...inLines(facts, "api"), ...inBody(facts), ...inLines(facts, "worker"), ...inProbe(facts)];
  known.set(facts, all);
  return all;
}

function inLines(facts: Facts, side: "api" | "worker"): Found[] {
  const failed = (facts[side] ?? []).flatMap((line) => {
    const failure = isAboutQueue(line) && !isOthersQueue(facts, line) ? queueFailureIn(line.all) : undefined;
    return failure ? [{ line, failure }] : [];
  });
  return queueFailureKinds.flatMap((kind) => {
    const own = failed.filter(({ failure }) => failure.kind === kind);
    const [first] = own;
    const last = own.at(-1);
    if (!first || !last) return [];
    const until = last.line.record.repeats?.until ?? last.line.at;
    return [
      {
        failure: first.failure,
        side,
        evidence: [excerptOfLine(first.line, first.failure.index)],
        count: timesOf(own),
        ...(until !== undefined && { at: until }),
        last: last.line,
        isProbe: false,
      },
    ];
  });
}

/** An exception in the API's answer, on a debug page or in a detail. */
function inBody({ answer }: Facts): Found[] {
  const said = awsErrorIn(answer);
  const failure = said === undefined ? undefined : queueFailureIn(said);
  if (!failure) return [];
  const evidence = [excerptAt("api", clip(answer.detail || (said ?? "")))];
  return [{ failure, side: "api", evidence, count: 1, isProbe: false }];
}

function inProbe({ evidence }: Facts): Found[] {
  const said = `${evidence.queue?.error?.code ?? ""} ${evidence.queue?.error?.message ?? ""}`.trim();
  const failure = said ? queueFailureIn(said) : undefined;
  if (!failure) return [];
  const probed: Found = {
    failure,
    side: "probe",
    evidence: [excerptAt("queue.error", said)],
    count: 1,
    isProbe: true,
  };
  const { after, redrive } = evidence.queue ?? {};
  if (failure.kind !== "queue-missing") return [probed];
  const deadQueue = redrive?.deadLetterQueue;
  if (deadQueue && said.includes(deadQueue)) return [{ ...probed, deadQueue }];
  // A queue whose messages were counted exists.
  return after?.visible === undefined ? [probed] : [];
}

function valuesOf(facts: Facts, found: Found): Values {
  const { failure, side, deadQueue } = found;
  const { code, message, endpoint, permission, resource } = failure;
  const queue = deadQueue ?? failure.queue;
  const sides = side === "worker" ? facts.queues.worker : facts.queues.api;
  const regions = side === "worker" ? facts.regions.worker : facts.regions.api;
  return {
    code,
    operation: failure.kind === "access-denied" ? operationOf(found) : failure.operation,
    queue: queue ?? sides?.value ?? facts.evidence.queue?.name,
    region: regions?.value ?? facts.evidence.queue?.region,
    message,
    endpoint,
    permission: permissionOf(permission, operationOf(found)),
    resource,
    identity: failure.identity,
    policy: failure.policy,
    source: failure.source,
    side: word(side),
    variant: variantOf(found),
  };
}

/** As policies write it: AWS prints some actions in small letters. */
const permissionOf = (permission: string | undefined, operation: string) =>
  permission?.toLowerCase() === `sqs:${operation}`.toLowerCase() ? `sqs:${operation}` : permission;

/** Calls that fail in a way of their own. */
function variantOf(found: Found): string | undefined {
  const { step, source, isScopeWrong, isRoleRefused } = found.failure;
  if (found.side === "worker" && operationOf(found).startsWith("DeleteMessage")) return "delete";
  if (source) return "source";
  if (isScopeWrong) return "scope";
  if (isRoleRefused) return "role";
  return step === "read" ? "read" : undefined;
}

const isOfCelery = ({ last }: Found) => last !== undefined && tells(last, "of-celery");

/** What mends the failure that a line tells, before the fixes of its cause. */
function fixesOf(found: Found, mayBeEnqueued: boolean, isSentAgain: boolean): FixId[] {
  const { kind, step, source, permission, isKeyUnusable, isDenied, isTokenExpired, isRoleRefused, isSignedOut } =
    found.failure;
  const ofKey = found.side === "api" ? "grant-kms-send" : "grant-kms-receive";
  const granting = isDenied ? "lift-deny" : "grant-named";
  return [
    ...(mayBeEnqueued ? (["check-before-resend"] as const) : []),
    ...(step === "read" && found.side === "worker" ? (["check-read-timeout"] as const) : []),
    ...(kind === "region-wrong" && isOfCelery(found) ? (["set-broker-region"] as const) : []),
    ...(kind === "region-wrong" ? (["check-endpoint"] as const) : []),
    ...(permission && !isKeyUnusable ? ([granting] as const) : []),
    ...(kind === "key-denied" && !permission && !isKeyUnusable && found.side !== "probe" ? ([ofKey] as const) : []),
    ...(isRoleRefused ? (["trust-policy"] as const) : []),
    ...(isSignedOut ? (["sso-login"] as const) : []),
    ...(kind === "throttled" && found.side === "worker" ? (["slow-polling"] as const) : []),
    ...(isSentAgain ? (["stop-worker"] as const) : []),
    ...(source ? (["check-credential-source"] as const) : []),
    ...(isTokenExpired ? (["restart-worker"] as const) : []),
    ...(adviceFor(step)?.fixes ?? []),
  ];
}

/** Causes that concern the permissions and the network of whoever probes. */
const personal: ReadonlySet<CauseId> = new Set<CauseId>([
  "queue.access-denied-send",
  "queue.access-denied-receive",
  "queue.credentials-missing",
  "queue.credentials-invalid",
  "queue.credentials-expired",
  "queue.endpoint-unreachable",
  "queue.kms-denied",
  "queue.clock-skew",
]);

/** Listed, but never a verdict. */
const ASIDE = 0.45;

/** How well an error on this side explains the message. */
function weigh(
  facts: Facts,
  { side, isProbe, last, deadQueue }: Found,
  cause: CauseId,
): Pick<RuleHit, "confidence" | "basis" | "notes" | "outcome"> {
  const isNotEnqueued = facts.stoppedAt === "queue" || ((facts.answer.status ?? 0) >= 500 && facts.reach === "api");
  if (side === "api") {
    const isSlowed = cause === "queue.throttled";
    if (last && !isSlowed && isEnqueuedAfterAll(facts, last))
      return { confidence: ASIDE, basis: "hint", notes: ["superseded"], outcome: "degraded" };
    const isLost = isSlowed && facts.stoppedAt === "queue";
    return { confidence: 0.95, basis: "message", notes: [], ...(isLost && { outcome: "blocked" }) };
  }
  if (side === "worker") {
    const isSentLater = facts.accepted !== undefined && facts.sent.some(({ line }) => line.line > (last?.line ?? 0));
    // A slow send that succeeded is fine.
    if (cause === "queue.throttled" && isSentLater)
      return { confidence: ASIDE, basis: "hint", notes: ["superseded"], outcome: "degraded" };
    if (!isNotEnqueued) return { confidence: 0.95, basis: "message", notes: [] };
    const isOwn = cause === "queue.access-denied-receive";
    return { confidence: isOwn ? 0.4 : 0.78, basis: "message", notes: ["seen-at-worker"] };
  }
  const notes: NoteId[] = isProbe ? ["seen-at-probe"] : [];
  if (deadQueue) return { confidence: ASIDE, basis: "hint", notes, outcome: "degraded" };
  // A queue that accepted the API's message exists: the probe used another name, region or account.
  const isUsed = (facts.answer.enqueued ?? 0) > 0;
  if (cause === "queue.not-found") return { confidence: isUsed ? 0.65 : 0.85, basis: "state", notes };
  if (isNotEnqueued) return { confidence: 0.7, basis: "state", notes };
  if (!personal.has(cause)) return { confidence: 0.7, basis: "hint", notes };
  // The probe mostly runs with a person's own permissions. Once a message is in the queue, they explain nothing.
  return { confidence: facts.reach === undefined ? 0.55 : ASIDE, basis: "hint", notes };
}

function hit(facts: Facts, found: Found, cause: CauseId): RuleHit {
  const weight = weigh(facts, found, cause);
  const isDelete = operationOf(found).startsWith("DeleteMessage");
  const { step } = found.failure;
  const connection = adviceFor(step);
  // The request went out and only its answer is missing.
  const mayBeEnqueued = step === "read" && found.side === "api" && operationOf(found).startsWith("SendMessage");
  const isHandled = isDelete && (facts.accepted !== undefined || isAfterAnother(facts, found));
  const repeated: NoteId[] = found.count > 1 ? ["repeated"] : [];
  return {
    confidence: weight.confidence,
    basis: weight.basis,
    evidence: found.evidence,
    values: {
      ...regionValues(facts, found, cause),
      ...(found.failure.isKeyUnusable && { key: word("key-unusable") }),
      ...valuesOf(facts, found),
      ...(found.count > 1 && { count: found.count }),
    },
    notes: [
      ...(weight.notes ?? []),
      ...(isDelete ? (["not-removed"] as const) : []),
      ...(mayBeEnqueued ? (["enqueued-perhaps"] as const) : []),
      ...(connection && connection.note !== "not-connected" && found.side === "api" ? [connection.note] : []),
      ...repeated,
    ],
    fixes: fixesOf(found, mayBeEnqueued, isHandled),
    ...(found.at !== undefined && { at: found.at }),
    ...(mayBeEnqueued &&
      found.last &&
      !facts.accepted &&
      (facts.answer.status ?? 200) < 300 && { outcome: "ambiguous" as const }),
    ...(weight.outcome && { outcome: weight.outcome }),
    // The message itself was handled; only its deletion from the queue fails.
    ...(isHandled && { outcome: "degraded" as const, isLasting: true }),
  };
}

/** Whether the worker logged handling before it: a message is deleted after it is handled. */
const isAfterAnother = ({ worker }: Facts, { side, last }: Found) =>
  side === "worker" &&
  worker?.some(({ line, record }) => last !== undefined && line < last.line && !isComplaint(record)) === true;

function regionValues({ regions, evidence }: Facts, { failure }: Found, cause: CauseId): Values {
  if (cause !== "queue.region-mismatch") return {};
  if (failure.isRegionUnset) return { unset: "AWS_REGION" };
  const said = { said: sentence(failure.message) };
  const [one, other] = [regions.worker?.value, evidence.queue?.region ?? regions.api?.value];
  if (!one || !other) return said;
  return {
    ...said,
    one: "AWS_REGION",
    oneRegion: one,
    other: word("the-endpoint"),
    otherRegion: other,
  };
}

/** One rule a side: the sides have different reasons and fixes. */
export const awsErrorRules = (cause: CauseId, ...sides: readonly Side[]): Rule[] =>
  sides.map((side) => ({
    id: side,
    evaluate(facts) {
      const one = found(facts).find((candidate) => candidate.side === side && causeOf(facts, candidate) === cause);
      return one && hit(facts, one, cause);
    },
  }));
