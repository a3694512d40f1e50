import { isSuccess } from "./answers/answer";
import { type Layer, layers } from "../common/layer";
import { causes } from "./causes/allCauses";
import type { Diagnosis, Finding, LayerStatus } from "./diagnosis";
import type { Evidence } from "./evidence";
import { type Facts, type ParsedLogs, deriveFacts, isDeeper } from "./facts";
import type { Language } from "./texts/language";
import { type RuleFinding, findingOf, okFinding, unknownFinding } from "./report/findingText";
import { excerptOfTold } from "./logLines";
import { type LogSource, parseLog } from "./logs/logParser";
import type { NoteId } from "./texts/text";
import { withSharedQueue } from "./report/sharedQueue";
import { withUndecidedLog } from "./report/undecidedLog";
import { lastTold, tells } from "./signs";
import { withZones } from "./zoneEvidence";
import { type Weighed, isStopping, weighAll } from "./weighing";

export interface DiagnoseOptions {
  language?: Language;
  /** IDs of causes that are known and accepted here. They are neither verdicts nor listed. */
  ignored?: readonly string[];
}

const LEAST_CONFIDENCE = 0.5;
const LISTED_CONFIDENCE = 0.3;
const SURE = 0.8;

/**
 * Checks a bundle layer by layer: API → queue → worker → provider. Pure. Never throws on a bundle from `parseEvidence`.
 */
export function diagnose(evidence: Evidence, options: DiagnoseOptions = {}): Diagnosis {
  return diagnoseParsed(evidence, parsedLogsOf(evidence), options);
}

export function parsedLogsOf({ worker, api, sentAt, collectedAt, timeZone }: Evidence): ParsedLogs {
  const parse = (source: LogSource, text: string) => parseLog(text, { source, sentAt, collectedAt, timeZone });
  return {
    ...(worker?.logs !== undefined && { worker: parse("worker.logs", worker.logs) }),
    ...(api?.logs !== undefined && { api: parse("api.logs", api.logs) }),
  };
}

/** Like `diagnose`, with logs already parsed as a stream. Does not read the bundle's `worker.logs` and `api.logs`. */
export function diagnoseParsed(
  evidence: Evidence,
  logs: ParsedLogs,
  { language = "en", ignored = [] }: DiagnoseOptions = {},
): Diagnosis {
  const facts = deriveFacts(evidence, logs);
  const all = weighAll(facts, ignored);
  const chosen = choose(facts, all);
  const verdict = chosen
    ? findingOf(facts, toldOf(facts, asCorrelated(facts, asNewest(facts, verdictOf(facts, chosen)))), language)
    : undecided(facts, all, language);
  const findings = all
    .filter((one) => one !== chosen && one.confidence >= LISTED_CONFIDENCE)
    .filter((one) => !isSubsumed(one, chosen) && !isSameError(one, verdict))
    .sort(inOrder)
    .map((one) => findingOf(facts, toldOf(facts, one), language));
  const diagnosis: Diagnosis = { version: 1, verdict, layers: statuses(facts, all, verdict), findings };
  // Without the time of the send no line is before it, whatever the zone.
  const timed = evidence.sentAt ? withZones(diagnosis, [logs.api, logs.worker], language) : diagnosis;
  return withSharedQueue(withUndecidedLog(timed, logs, all.some(isPast), language), evidence, language);
}

/** An error of the worker's log that later lines show to be over. */
const isPast = ({ notes, evidence }: Weighed) => notes.includes("superseded") && evidence[0]?.source === "worker.logs";

/** Chooses the deepest layer with positive evidence of the message and, within it, the most specific cause. */
export function choose(facts: Facts, all: readonly Weighed[]): Weighed | undefined {
  const candidates = all.filter(({ isAside, confidence }) => !isAside && confidence >= LEAST_CONFIDENCE);
  const stopping = candidates.filter(isStopping);
  const strong = stopping.filter(({ basis }) => basis === "message" || basis === "state");
  const first = deepest(strong.filter((one) => !yields(facts, one, strong)));
  if (first) return first;
  const degraded = deepest(candidates.filter((one) => !isStopping(one)));
  if (facts.accepted) return degraded;
  const absent = deepest(stopping.filter(({ basis }) => basis === "absence"));
  return absent ?? deepest(stopping.filter(({ basis }) => basis === "hint")) ?? degraded;
}

/** Whether another cause that also holds says more than this one. */
function yields(facts: Facts, one: Weighed, strong: readonly Weighed[]): boolean {
  if (one.basis === "state") {
    const above = layers[layers.indexOf(one.layer) - 1];
    const came = above === undefined || (facts.reach !== undefined && !isDeeper(above, facts.reach));
    if (!came && strong.some(({ basis, layer }) => basis === "message" && isDeeper(one.layer, layer))) return true;
  }
  // The API's log says why it did not even try.
  if (
    one.cause === "queue.enqueue-failed" &&
    strong.some(
      ({ cause, layer, evidence }) =>
        layer === "api" && cause !== "api.server-error" && evidence[0]?.source === "api.logs",
    )
  )
    return true;
  // Queue errors in a worker's log explain why the worker stops.
  const isOnlyPolling = facts.handled.every((line) => tells(line, "too-many-failures"));
  const isGeneric =
    (one.layer === "worker" && one.rank <= 4 && one.cause !== "worker.not-running") ||
    (one.cause === "worker.error-exit" && isOnlyPolling);
  return (
    isGeneric &&
    strong.some(
      ({ layer, basis, evidence }) => layer === "queue" && basis === "message" && evidence[0]?.source === "worker.logs",
    )
  );
}

function deepest(candidates: readonly Weighed[]): Weighed | undefined {
  const depth = ({ layer }: Weighed) => layers.indexOf(layer);
  return [...candidates].sort(
    (one, other) =>
      depth(other) - depth(one) ||
      other.rank - one.rank ||
      other.confidence - one.confidence ||
      (one.evidence[0]?.line ?? 0) - (other.evidence[0]?.line ?? 0),
  )[0];
}

/** Deeper evidence besides a refusal of the API is about another message, and makes the refusal less certain. */
function verdictOf(facts: Facts, chosen: Weighed): Weighed {
  const { stoppedAt, handled, rows, queue } = facts;
  const isOdd =
    stoppedAt !== undefined &&
    !isDeeper(chosen.layer, stoppedAt) &&
    (handled.length > 0 || (rows?.length ?? 0) > 0 || (queue.growth ?? 0) > 0);
  if (!isOdd) return chosen;
  return { ...chosen, confidence: chosen.confidence * 0.9, notes: [...chosen.notes, "contradicted-by-api"] };
}

/** Without the time of the send, a log is judged by its end. Says so where the log has more than one line. */
function asNewest({ evidence: { sentAt }, worker, api }: Facts, chosen: Weighed): Weighed {
  const [first] = chosen.evidence;
  const lines = first?.source === "worker.logs" ? worker : first?.source === "api.logs" ? api : undefined;
  if (sentAt !== undefined || (lines?.length ?? 0) < 2) return chosen;
  return { ...chosen, notes: [...chosen.notes, "newest-state"] };
}

/**
 * Lowers the confidence: evidence from the worker and the provider is only as certain as its correlation with this
 * message.
 */
function asCorrelated({ evidence: { correlation } }: Facts, chosen: Weighed): Weighed {
  const isOfMessage = chosen.basis === "message" && chosen.evidence.some(({ source }) => isCorrelated(source));
  if (!correlation || !isOfMessage) return chosen;
  const values = { ...chosen.values, others: correlation.others };
  const notes = [...chosen.notes, ...correlationNotes(correlation)];
  return { ...chosen, confidence: chosen.confidence * correlation.confidence, values, notes };
}

const isCorrelated = (source: string) =>
  ["worker.logs", "notificationLogs", "provider.messages"].some((one) => source.startsWith(one));

function correlationNotes({ method, others }: NonNullable<Evidence["correlation"]>): NoteId[] {
  const how = { recipient: "correlated-by-recipient", time: "correlated-by-time" } as const;
  const note = method === "recipient" || method === "time" ? how[method] : undefined;
  return [...(note ? [note] : []), ...(others > 0 ? (["concurrent"] as const) : [])];
}

const toldOf = (
  facts: Facts,
  { cause, outcome, confidence, evidence, values, notes, fixes, code }: Weighed,
): RuleFinding => ({
  cause,
  fixes,
  outcome,
  confidence,
  evidence,
  values,
  notes,
  ...(code && { code }),
  needs: confidence < SURE ? missing(facts, ...(causes[cause].needs ?? [])) : [],
});

function undecided(facts: Facts, all: readonly Weighed[], language: Language): Finding {
  const { accepted } = facts;
  if (!accepted || accepted.confidence < LEAST_CONFIDENCE) return unknownFinding(facts.reach, needs(facts), language);
  const isOdd = all.some(({ notes }) => notes.includes("contradicted-by-deeper") || notes.includes("mixed-results"));
  const { correlation } = facts.evidence;
  const confidence = accepted.confidence * (isOdd ? 0.9 : 1) * (correlation?.confidence ?? 1);
  // The message was sent, and it stays in the queue.
  const kept = lastTold(facts.worker, "not-removed");
  return okFinding(
    facts,
    confidence,
    [...(kept ? [excerptOfTold(kept)] : []), ...accepted.evidence],
    confidence < SURE ? missing(facts, "worker.logs", "provider.messages") : [],
    [...(kept ? (["not-removed"] as const) : []), ...(correlation ? correlationNotes(correlation) : [])],
    language,
  );
}

/** The missing parts that would decide, in the order in which a person would fetch them. */
function needs(facts: Facts): string[] {
  // A log that doesn't decide may be of a worker that logs no answers: the provider's record has them.
  const record = facts.worker?.length ? ["provider.messages"] : [];
  if (!facts.reach) return missing(facts, "api", "worker.logs", "notificationLogs", ...record, "tenant");
  const deeper = ["worker.logs", "worker.container", "queue", "notificationLogs", "provider.messages"];
  return facts.reach === "api" ? missing(facts, "api.logs", ...deeper.slice(0, 4)) : missing(facts, ...deeper);
}

function missing({ evidence }: Facts, ...parts: string[]): string[] {
  const isThere = (part: string) => {
    const [outer = "", inner] = part.split(".");
    const value = evidence[outer as keyof Evidence];
    if (inner === undefined)
      return outer === "api"
        ? evidence.api?.status !== undefined || evidence.api?.error !== undefined
        : value !== undefined;
    return typeof value === "object" && value !== null && (value as Record<string, unknown>)[inner] !== undefined;
  };
  return parts.filter((part) => !isThere(part));
}

/** Whether an exception, or an error that no rule knows, is the one that the verdict cites, or only accompanies it. */
function isSameError({ cause, basis, evidence: [own], values }: Weighed, { confidence, evidence }: Finding): boolean {
  if (cause !== "worker.exception" || basis !== "hint" || own === undefined) return false;
  if (values["variant"] === "unread") return confidence >= SURE;
  const said = String(values["message"] ?? "").slice(0, SAME_CHARACTERS);
  return evidence.some(
    ({ source, line, excerpt }) =>
      source === own.source && (line === own.line || (said !== "" && excerpt.includes(said))),
  );
}
/** So many equal characters make two messages the same. */
const SAME_CHARACTERS = 40;

/** Whether the verdict says the same with stronger evidence. */
const isSubsumed = (one: Weighed, chosen: Weighed | undefined) =>
  chosen !== undefined &&
  ((one.cause === "queue.enqueue-failed" && chosen.layer === "queue") ||
    (one.cause === "provider.rejected-reason-lost" && chosen.layer === "provider") ||
    (one.cause === "worker.exception" && one.isAside && one.basis === "hint") ||
    (one.basis === "hint" && one.layer === chosen.layer && chosen.layer === "provider") ||
    // Consequences of the verdict: a worker that cannot start restarts; one that polls another queue is silent.
    ((one.cause === "worker.exited" || one.cause === "worker.crash-loop") && chosen.layer === "worker") ||
    one.basis === "absence");

/** The worst first, then the surest, then from the API on, then the most special. */
const inOrder = (one: Weighed, other: Weighed) =>
  severity(one) - severity(other) ||
  other.confidence - one.confidence ||
  layers.indexOf(one.layer) - layers.indexOf(other.layer) ||
  other.rank - one.rank;

const severity = ({ outcome, isAside }: Weighed) =>
  ["blocked", "silent", "ambiguous", "skipped", "degraded"].indexOf(outcome) + (isAside ? 10 : 0);

function statuses(facts: Facts, all: readonly Weighed[], verdict: Finding): Diagnosis["layers"] {
  return layers.map((layer) => ({ layer, status: statusOf(layer, facts, all, verdict) }));
}

function statusOf(layer: Layer, facts: Facts, all: readonly Weighed[], verdict: Finding): LayerStatus {
  if (verdict.layer === layer)
    return verdict.outcome === "degraded" ? "degraded" : verdict.outcome === "ambiguous" ? "unknown" : "blocked";
  const isBehind = verdict.layer !== null && isDeeper(layer, verdict.layer);
  if (isBehind && verdict.outcome !== "degraded") return verdict.outcome === "ambiguous" ? "unknown" : "not-reached";
  const isReached = facts.reach !== undefined && !isDeeper(layer, facts.reach);
  const isKnownGood =
    layer === "provider"
      ? facts.accepted !== undefined
      : layer === "api"
        ? isSuccess(facts.answer) || facts.reach !== "api"
        : true;
  if (!isReached || !isKnownGood) return "unknown";
  const isSuffering = all.some(
    (one) => one.layer === layer && !one.isAside && one.outcome === "degraded" && one.confidence >= LEAST_CONFIDENCE,
  );
  return isSuffering ? "degraded" : "ok";
}
