import type { CauseId } from "../causes/causeIds";
import type { FixId } from "../fixes/allFixes";
import type { VerdictOutcome } from "../outcome";
import type { Facts } from "../facts";
import { permissionIn } from "../facts/queueFailures";
import { type Line, clip, clipAround, excerptAt, excerptOfLine, sentence } from "../logLines";
import { soundsBad } from "../logs/complaints";
import type { LogPattern, LogRecord, Sign } from "../logs/types";
import { type ToldSign, decidingWords, isSaidIn, lastTold, tells, toldIn, wordsOf } from "../signs";
import { type NoteId, type Values, word } from "../texts/text";
import { databaseFixes, databaseVariant, redisFixes } from "./worker/storeAdvice";
import { upstreamValues } from "./apiRefusals";
import type { Basis, Rule, RuleHit } from "./rule";

/** What a sign in the worker's log means for a message. */
interface Meaning {
  cause: CauseId;
  confidence: number;
  basis: Basis;
  outcome?: VerdictOutcome;
  notes?: (said: string) => NoteId[];
  fixes?: (said: string) => FixId[];
  values?: (told: ToldSign, said: string) => Values;
  /** Later signs that the problem is over. */
  until?: readonly Sign[];
  /** The sign is about the store in which a send is recorded. */
  isOfStore?: boolean;
  /** An earlier sign that explains this one. */
  unless?: Sign;
  /** Whether the sign is about the message. */
  isOwn?: (told: ToldSign) => boolean;
}

const message = (_: ToldSign, said: string): Values => ({ message: sentence(said) });

/** Why a start command cannot be run, from the messages of the kernel, Docker and the shell. */
function startNotes(said: string): NoteId[] {
  if (isSaidIn(said, "wrong-architecture")) return ["other-architecture"];
  if (isSaidIn(said, "command-missing")) return ["command-missing"];
  if (isSaidIn(said, "not-executable")) return ["not-executable"];
  return isSaidIn(said, "wrong-line-ends") ? ["line-ends"] : [];
}

/** What mends a start command that cannot be run. */
function startFixes(said: string): FixId[] {
  const [note] = startNotes(said);
  if (note === "other-architecture") return ["build-for-platform", "deploy-image"];
  if (note === "command-missing") return ["mend-command", "deploy-image"];
  if (note === "not-executable") return ["make-executable", "deploy-image"];
  return note === "line-ends" ? ["mend-line-ends", "deploy-image"] : [];
}

/** Why no container or task came up, and what mends it. */
function creationFixes(said: string): FixId[] {
  if (permissionIn(said)) return ["grant-named"];
  if (isSaidIn(said, "secret-unread"))
    return isSaidIn(said, "secret-unreached") ? ["open-route-secrets"] : ["check-secrets"];
  if (isSaidIn(said, "image-unpulled")) return ["mend-image"];
  return isSaidIn(said, "no-room") ? ["give-room"] : startFixes(said);
}

/** A port says what a line is about, not that it failed. */
const isBarePort = (pattern: LogPattern | undefined) => pattern !== undefined && PORTS.has(pattern.id);
/** Whether a line sounds bad by itself, not by the pattern that found a port in it. */
const soundsBadItself = ({ pattern: _, ...own }: LogRecord) => soundsBad(own);
const PORTS: ReadonlySet<string> = new Set(["redis-port", "postgres-port", "mysql-port", "mongo-port"]);

/** What parsers say, whatever they parse. */
const JSON_ERRORS: ReadonlySet<string> = new Set(["message-json-decode", "message-json-token", "message-json-end"]);

const entriesOf = <Value>(record: Partial<Record<Sign, Value>>) => Object.entries(record) as [Sign, Value][];

const meanings: Partial<Record<Sign, Meaning>> = {
  "killed-for-memory": { cause: "worker.oom-killed", confidence: 0.9, basis: "message" },
  "process-ended": {
    cause: "worker.exited",
    confidence: 0.8,
    basis: "state",
    values: (_, said) => ({ last: clip(said, 120) }),
    until: ["handled"],
    // A container that ended well may be a helper of the start. The table's other rows say whether the worker is up.
    isOwn: ({ line, pattern }) => pattern?.id !== "docker-ps-exited" || line.record.values["status"] !== "0",
  },
  unanswered: {
    cause: "worker.not-running",
    confidence: 0.6,
    basis: "state",
    values: (_, said) => ({ said: sentence(said, 200) }),
    until: ["handled"],
    unless: "restarting",
  },
  restarting: {
    cause: "worker.crash-loop",
    confidence: 0.85,
    basis: "state",
    values: (_, said) => ({ last: clip(said, 120) }),
    fixes: (said) => (isSaidIn(said, "probe-failed") ? ["check-probe"] : []),
  },
  "command-unusable": {
    cause: "worker.exited",
    confidence: 0.9,
    basis: "state",
    notes: startNotes,
    fixes: startFixes,
    values: (_, said) => ({ last: clip(said, 120) }),
  },
  "not-created": {
    cause: "worker.not-running",
    confidence: 0.9,
    basis: "state",
    notes: (said) => (creationFixes(said)[0] === startFixes(said)[0] ? startNotes(said) : []),
    fixes: creationFixes,
    values: ({ line }, said) => ({ said: sentence(said, SAID), ...permissionIn(line.all) }),
  },
  "child-killed": {
    cause: "worker.oom-killed",
    confidence: 0.72,
    basis: "message",
    outcome: "ambiguous",
    notes: () => ["child-died"],
    until: ["handled"],
    // Celery kills a child that exceeds its time limit.
    unless: "child-timed-out",
    values: () => ({ variant: "signal" }),
  },
  "child-crashed": {
    cause: "worker.exited",
    confidence: 0.75,
    basis: "message",
    outcome: "ambiguous",
    notes: () => ["child-died"],
    values: (_, said) => ({ last: clip(said, 120) }),
    until: ["handled"],
  },
  // It may have sent the message before its time was up.
  "child-timed-out": {
    cause: "worker.exception",
    confidence: 0.8,
    basis: "message",
    outcome: "ambiguous",
    notes: () => ["child-died"],
    values: message,
    until: ["handled"],
  },
  "handler-failed": {
    cause: "worker.exception",
    confidence: 0.75,
    basis: "message",
    values: (_, said) => ({ message: sentence(said), variant: "handler" }),
    until: ["handled"],
  },
  "message-undecodable": {
    cause: "worker.message-not-json",
    confidence: 0.9,
    basis: "message",
    // The unreadable text may also be the provider's reply.
    isOwn: ({ line, pattern }) => !JSON_ERRORS.has(pattern?.id ?? "") || tells(line, "about-a-body"),
  },
  "message-malformed": {
    cause: "worker.message-format",
    confidence: 0.88,
    basis: "message",
    values: (_, said) => ({ message: sentence(said), fate: word("fate-deleted"), variant: "unknown" }),
  },
  "handler-unknown": {
    cause: "worker.module-not-found",
    confidence: 0.88,
    basis: "message",
    values: ({ line }, said) => ({ module: line.record.values["task"], message: clip(said, 160) }),
  },
  "recipient-excluded": {
    cause: "worker.recipient-blocked",
    confidence: 0.85,
    basis: "message",
    outcome: "skipped",
    values: (_, said) => ({ message: sentence(said), variant: "excluded" }),
    fixes: () => ["respect-opt-out"],
  },
  "redis-refuses": {
    cause: "worker.lock-unavailable",
    isOfStore: true,
    confidence: 0.88,
    basis: "message",
    values: message,
    fixes: redisFixes,
    isOwn: ({ line, pattern }) =>
      pattern?.id === "redis-closed"
        ? tells(line, "about-a-broker")
        : !isBarePort(pattern) || soundsBadItself(line.record),
  },
  "database-refuses": {
    cause: "worker.database",
    isOfStore: true,
    confidence: 0.9,
    basis: "message",
    values: ({ line }, said) => ({ message: sentence(said), ...databaseVariant(line.all) }),
    fixes: databaseFixes,
    isOwn: ({ line, pattern }) => !isBarePort(pattern) || soundsBadItself(line.record),
  },
  "recipient-invalid": { cause: "provider.recipient-invalid", confidence: 0.92, basis: "message", values: message },
  "recipient-opted-out": { cause: "provider.recipient-blocked", confidence: 0.9, basis: "message", values: message },
  "sender-refused": {
    cause: "provider.sender-not-registered",
    confidence: 0.85,
    basis: "message",
    values: message,
  },
  "provider-unauthorized": { cause: "provider.unauthorized", confidence: 0.9, basis: "message", values: message },
  "provider-clock": { cause: "provider.clock-skew", confidence: 0.88, basis: "message", values: message },
  "provider-account": { cause: "provider.account-blocked", confidence: 0.88, basis: "message", values: message },
  "provider-undelivered": { cause: "provider.undelivered", confidence: 0.88, basis: "message", values: message },
  "provider-refused": { cause: "provider.refused", confidence: 0.85, basis: "message", values: message },
  "provider-balance": { cause: "provider.balance", confidence: 0.88, basis: "message", values: message },
  "provider-quota": { cause: "provider.quota", confidence: 0.88, basis: "message", values: message },
  "provider-limited": { cause: "provider.rate-limited", confidence: 0.85, basis: "message", values: message },
  "provider-text": { cause: "provider.text-invalid", confidence: 0.88, basis: "message", values: message },
  "channel-refused": { cause: "provider.alimtalk-config", confidence: 0.85, basis: "message", values: message },
  "provider-unanswered": {
    cause: "provider.timeout",
    confidence: 0.75,
    basis: "message",
    outcome: "ambiguous",
    values: message,
    until: ["handled"],
  },
  "address-refused": { cause: "provider.ip-not-allowed", confidence: 0.88, basis: "message", values: message },
  "channel-undelivered": { cause: "provider.alimtalk-undelivered", confidence: 0.8, basis: "message", values: message },
  "template-unknown": { cause: "provider.template-not-found", confidence: 0.85, basis: "message", values: message },
  "template-differs": { cause: "provider.template-mismatch", confidence: 0.88, basis: "message", values: message },
};

/** What a sentence quotes of a line. */
const SAID = 200;

/** Of an end that an exception in the log explains. */
const EXPLAINED = 0.75;

const workerSignRules: Rule[] = entriesOf(meanings).map(([sign, meaning]): Rule => ({
  id: `${meaning.cause}/${sign}`,
  cause: meaning.cause,
  evaluate(facts) {
    const own = toldIn(facts.worker, sign).filter((told) => meaning.isOwn?.(told) ?? true);
    const last = (meaning.fixes && own.findLast((told) => meaning.fixes?.(wordsOf(told)).length)) ?? own.at(-1);
    if (!last || (meaning.unless && lastTold(facts.worker, meaning.unless))) return undefined;
    const isOver =
      meaning.until?.some((end) => (lastTold(facts.worker, end)?.line.line ?? 0) > last.line.line) ?? false;
    const isSent = facts.sent.some(({ line, isMock }) => !isMock && line.line < last.line.line);
    const found = hitOf(last, meaning, isOver);
    const thrown = ENDS.has(sign) ? facts.worker?.findLast(({ record }) => record.exception) : undefined;
    const hit = thrown ? explainedBy(thrown, found) : withReason(facts, sign, found);
    // A failure of the store after the send does not undo the send.
    return meaning.isOfStore && isSent && facts.accepted
      ? { ...hit, outcome: "degraded" as const, isLasting: true }
      : hit;
  },
}));

const ENDS: ReadonlySet<Sign> = new Set<Sign>(["process-ended", "restarting"]);
/** Lines that say only that a unit failed. */
const BARE_ENDS = new Set([
  "celery-warm-shutdown",
  "celery-cold-shutdown",
  "systemd-deactivated",
  "systemd-failed",
  "systemd-failed-state",
  "systemd-status-failed",
  "systemd-start-failed",
]);

/** Of a process that starts again and again: why it ended the last time, where a line says it. */
function withReason(facts: Facts, sign: Sign, hit: RuleHit): RuleHit {
  if (sign !== "restarting") return hit;
  const ended = toldIn(facts.worker, "process-ended").findLast(({ pattern }) => !BARE_ENDS.has(pattern?.id ?? ""));
  if (!ended) return hit;
  const isSlow = ended.pattern?.id === "systemd-start-timed-out";
  return {
    ...hit,
    evidence: [...hit.evidence, excerptOfLine(ended.line)],
    values: { ...hit.values, last: clip(wordsOf(ended), 120) },
    ...(isSlow && { notes: ["start-unreported"] as const satisfies NoteId[], fixes: ["check-unit-type"] as const }),
  };
}

/** The exception before the end explains it better than the end does. */
function explainedBy(thrown: Line, hit: RuleHit): RuleHit {
  const { type = "", message = "" } = thrown.record.exception ?? {};
  return {
    ...hit,
    confidence: Math.min(hit.confidence, EXPLAINED),
    evidence: [excerptOfLine(thrown), ...hit.evidence],
    values: { ...hit.values, last: clip(`${type}: ${message}`, 120) },
  };
}

function hitOf(
  told: ToldSign,
  { confidence, basis, outcome, notes, fixes, values }: Meaning,
  isOver: boolean,
): RuleHit {
  const said = wordsOf(told);
  const { line } = told;
  const words = decidingWords(said, told);
  const found = { source: line.source, line: line.record.line, excerpt: clipAround(said, words) };
  const shared = {
    evidence: [found],
    values: values?.(told, clipAround(said, words, SAID)) ?? {},
    ...(line.at !== undefined && { at: line.at }),
  };
  if (isOver) return { ...shared, confidence: 0.4, basis: "hint", outcome: "degraded", notes: ["superseded"] };
  return {
    ...shared,
    confidence,
    basis,
    ...(outcome && { outcome }),
    notes: notes?.(said) ?? [],
    fixes: fixes?.(said) ?? [],
  };
}

const apiMeanings: Partial<Record<Sign, CauseId>> = {
  "api-not-started": "api.unreachable",
  "api-unreached": "api.gateway",
  "api-slow": "api.timeout",
  "api-limited": "api.rate-limited",
  "process-ended": "api.unreachable",
  restarting: "api.unreachable",
  "command-unusable": "api.unreachable",
  "not-created": "api.unreachable",
  "killed-for-memory": "api.unreachable",
};

/** For the API's log alone: its last line about a server or proxy that did not answer. */
const apiSignRules: Rule[] = entriesOf(apiMeanings).map(([sign, cause]): Rule => ({
  id: `${cause}/${sign}`,
  cause,
  evaluate(facts) {
    const { answer, reach } = facts;
    if (answer.status !== undefined || answer.error || (reach !== undefined && reach !== "api")) return undefined;
    const last = latest(facts);
    if (last?.sign !== sign) return undefined;
    const said = wordsOf(last);
    return {
      confidence: 0.8,
      basis: "message",
      evidence: [{ ...excerptAt("api.logs", said), line: last.line.record.line }],
      ...(cause === "api.unreachable" && { fixes: creationFixes(said) }),
      ...(cause === "api.gateway" && isSaidIn(said, "reached-before-failure") && afterHandling),
      values: {
        ...(cause === "api.unreachable" && { variant: "down" }),
        error: cause === "api.unreachable" ? whyDown(facts, said) : clip(said, 160),
        detail: clip(said, 160),
        ...(cause === "api.gateway" && sign === "api-unreached" && upstreamValues(facts)),
      },
    };
  },
}));

/** The request had reached the API. */
const afterHandling: Pick<RuleHit, "fixes" | "notes"> = { fixes: ["check-before-resend"], notes: ["handled-perhaps"] };

/** An exception of the start says more than that it failed. */
function whyDown({ api }: Facts, said: string): string {
  const thrown = api?.findLast(({ record }) => record.exception)?.record.exception;
  return thrown ? sentence(`${thrown.type}: ${thrown.message}`) : sentence(said);
}

/** By time if the lines have one: two logs may be pasted one after the other. */
function latest({ api }: Facts): ToldSign | undefined {
  const told = entriesOf(apiMeanings).flatMap(([sign]) => toldIn(api, sign));
  told.sort((one, other) => (one.line.at ?? 0) - (other.line.at ?? 0) || one.line.line - other.line.line);
  const [before, last] = told.slice(-2);
  if (!before || !last) return before;
  return before.sign === "api-slow" && last.sign === "api-unreached" && isSameProcess(before, last) ? before : last;
}

/** A server ends its own process when a request takes too long. */
const isSameProcess = (one: ToldSign, other: ToldSign) => {
  const { pid } = one.line.record.values;
  return pid !== undefined && pid === other.line.record.values["pid"];
};

export const signRules: readonly Rule[] = [...apiSignRules, ...workerSignRules];
