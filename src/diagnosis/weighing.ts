import type { Layer } from "../common/layer";
import { causes } from "./causes/allCauses";
import { layerOfCause } from "./causes/cause";
import type { CauseId } from "./causes/causeIds";
import type { FixId } from "./fixes/allFixes";
import type { VerdictOutcome } from "./outcome";
import { type Facts, isDeeper } from "./facts";
import { type FailedLine, isOverIn } from "./facts/recovery";
import { isSameNumber } from "./facts/namedRecipients";
import { type Excerpt, excerptOfLine } from "./logLines";
import type { Basis, RuleHit } from "./rules/rule";
import type { NoteId, Values } from "./texts/text";

/** What all rules of one cause found, weighed against all other evidence. */
export interface Weighed {
  cause: CauseId;
  layer: Layer;
  rank: number;
  outcome: VerdictOutcome;
  confidence: number;
  basis: Basis;
  evidence: Excerpt[];
  values: Values;
  notes: NoteId[];
  fixes: readonly FixId[];
  code?: string;
  /** Says nothing about what happened to this message: listed, but never the verdict. */
  isAside: boolean;
}

const strength: readonly Basis[] = ["message", "state", "absence", "hint"];
const AGREED = 0.02;

export const isStopping = ({ outcome }: Weighed) => outcome !== "degraded";

/** A rule that holds, with what it found. */
interface FoundHit {
  cause: CauseId;
  /** The rule's ID within its cause. */
  rule: string;
  hit: RuleHit;
}

/** Every rule that holds, cause by cause. */
export function hitsOf(facts: Facts, ignored: readonly string[]): FoundHit[] {
  const counted = Object.values(causes).filter(({ id }) => !ignored.includes(id));
  return counted.flatMap(({ id: cause, rules }) =>
    rules.flatMap((rule) => {
      const hit = rule.evaluate(facts);
      return hit ? [{ cause, rule: rule.id, hit }] : [];
    }),
  );
}

/** Every cause that a rule found, once each. */
export function weighAll(facts: Facts, ignored: readonly string[]): Weighed[] {
  const hits = new Map<CauseId, RuleHit[]>();
  for (const { cause, hit } of hitsOf(facts, ignored)) hits.set(cause, [...(hits.get(cause) ?? []), hit]);
  const all = [...hits].map(([cause, own]) => weigh(facts, cause, own));
  return all.map((one) =>
    (one.cause === "worker.exception" && isToldBetter(one, all)) || isGuessOfRead(one, all)
      ? { ...one, isAside: true }
      : explained(one, all),
  );
}

const DOWN: ReadonlySet<CauseId> = new Set<CauseId>(["worker.exited", "worker.crash-loop", "worker.not-running"]);
const START_NOTES: ReadonlySet<NoteId> = new Set<NoteId>([
  "other-architecture",
  "not-executable",
  "line-ends",
  "command-missing",
]);

/** What the log says of a command that cannot be run explains a container that is down, whichever way it is down. */
function explained(one: Weighed, all: readonly Weighed[]): Weighed {
  if (!DOWN.has(one.cause)) return one;
  const others = all.filter(({ cause }) => DOWN.has(cause));
  const notes = others.flatMap((other) => other.notes.filter((note) => START_NOTES.has(note)));
  return {
    ...one,
    notes: [...new Set([...one.notes, ...notes])],
    fixes: [...new Set([...one.fixes, ...others.flatMap(({ fixes }) => fixes)])],
  };
}

/** A bare exception whose line another cause also cites. */
const isToldBetter = ({ basis, evidence }: Weighed, all: readonly Weighed[]) =>
  basis === "hint" &&
  all.some(
    (other) => other.cause !== "worker.exception" && other.evidence.some((one) => isSamePlace(one, evidence[0])),
  );
/** No more than a guess at a line that another cause reads. */
const isGuessOfRead = ({ basis, confidence, evidence, cause }: Weighed, all: readonly Weighed[]) =>
  basis === "hint" &&
  confidence <= GUESS &&
  all.some(
    (other) =>
      other.cause !== cause && other.basis !== "hint" && other.evidence.some((one) => isSamePlace(one, evidence[0])),
  );
const GUESS = 0.5;
const isSamePlace = (one: Excerpt, other: Excerpt | undefined) =>
  one.source === other?.source && one.line !== undefined && one.line === other.line;

const startNotesOf = ({ notes = [] }: RuleHit) => notes.filter((note) => START_NOTES.has(note));

function weigh(facts: Facts, cause: CauseId, hits: readonly RuleHit[]): Weighed {
  const [best, ...others] = [...hits].sort(
    (one, other) => strength.indexOf(one.basis) - strength.indexOf(other.basis) || other.confidence - one.confidence,
  ) as [RuleHit, ...RuleHit[]];
  const data = causes[cause];
  const isAgreed = others.some(
    ({ basis, evidence }) => basis !== "hint" && evidence[0]?.source !== best.evidence[0]?.source,
  );
  const base: Weighed = {
    cause,
    layer: layerOfCause(cause),
    rank: data.rank,
    outcome: best.outcome ?? data.outcome,
    confidence: best.confidence + (isAgreed && best.confidence >= 0.5 ? AGREED : 0),
    basis: best.basis,
    evidence: distinct([best, ...others].flatMap(({ evidence }) => evidence)),
    values: Object.assign({}, ...[...others, best].map(({ values }) => defined(values ?? {}))) as Values,
    notes: [...new Set([...(best.notes ?? []), ...others.flatMap((hit) => startNotesOf(hit))])],
    fixes: [...new Set([best, ...others].flatMap(({ fixes, basis }) => (basis === "hint" ? [] : (fixes ?? []))))],
    ...(best.code && { code: best.code }),
    isAside: false,
  };
  const reached = againstReach(facts, best, againstOthers(facts, againstStop(facts, againstRecovery(facts, base))));
  return againstHandOver(facts, againstAcceptance(facts, best, reached));
}

/** While another consumer receives from the queue, the state of this worker says nothing about a message. */
function againstOthers({ evidence: { otherConsumer } }: Facts, weighed: Weighed): Weighed {
  const isOfThisWorker = weighed.basis !== "message" || ends.has(weighed.cause);
  if (!otherConsumer || weighed.layer !== "worker" || weighed.cause === "worker.other-consumer" || !isOfThisWorker)
    return weighed;
  return { ...weighed, isAside: true };
}

const ends: ReadonlySet<CauseId> = new Set<CauseId>([
  "worker.exited",
  "worker.crash-loop",
  "worker.oom-killed",
  "worker.self-stop",
  "worker.error-exit",
  "worker.not-running",
  "worker.duplicate-dropped",
]);

/**
 * The worker ended after the provider accepted the message but before it logged the result: the next delivery would
 * send it again.
 */
function againstHandOver({ unsettled, accepted }: Facts, weighed: Weighed): Weighed {
  if (!unsettled || accepted || weighed.isAside || weighed.outcome !== "blocked" || !ends.has(weighed.cause))
    return weighed;
  return {
    ...weighed,
    outcome: "ambiguous",
    evidence: distinct([...weighed.evidence, excerptOfLine(unsettled)]),
    notes: [...weighed.notes, "handed-over"],
  };
}

const stops: ReadonlySet<CauseId> = new Set<CauseId>(["worker.exited", "worker.crash-loop", "worker.oom-killed"]);

/** What happens to a message at one try and not at the next. */
const passing: ReadonlySet<CauseId> = new Set<CauseId>([
  "worker.exception",
  "provider.timeout",
  "provider.server-error",
  "provider.unreachable",
  "provider.rate-limited",
]);

/** Whose state a cause is about. Any other cause stays as it is. */
function reachOfCause({ cause, layer }: Weighed): Pick<FailedLine, "reach" | "system"> | undefined {
  if (layer === "queue") return { reach: "system", system: "queue" };
  if (cause === "worker.lock-unavailable") return { reach: "system", system: "redis" };
  if (cause === "worker.database") return { reach: "system", system: "database" };
  if (passing.has(cause)) return { reach: "message" };
  return stops.has(cause) || cause === "worker.not-running" ? { reach: "process" } : undefined;
}

/** The problem ended before the log does: the connection is back, the process runs, or a message got through. */
function againstRecovery({ worker }: Facts, weighed: Weighed): Weighed {
  const reach = reachOfCause(weighed);
  const [first] = weighed.evidence;
  if (!reach || !worker || first?.source !== "worker.logs" || first.line === undefined) return weighed;
  const cited = new Set(weighed.evidence.flatMap(({ source, line }) => (source === first.source ? (line ?? []) : [])));
  const last = worker.findLast(({ record }) => cited.has(record.line));
  return last && isOverIn(worker, { line: last, ...reach }) ? superseded(weighed) : weighed;
}

/** What the API's answer rules out: a message that was refused or not enqueued got no further. */
function againstStop({ stoppedAt }: Facts, weighed: Weighed): Weighed {
  if (!stoppedAt || !isDeeper(weighed.layer, stoppedAt)) return weighed;
  const isApisWord = weighed.evidence[0]?.source.startsWith("api");
  return isApisWord ? weighed : { ...weighed, isAside: true };
}

/** A state explains a message only as far as the message got. */
function againstReach(facts: Facts, hit: RuleHit, weighed: Weighed): Weighed {
  if (weighed.isAside || (hit.basis !== "state" && hit.basis !== "absence")) return weighed;
  const isPassed = weighed.layer === "queue" && facts.handled.length > 0;
  if (!isPassed && !facts.accepted) return weighed;
  if (facts.accepted && stops.has(weighed.cause)) {
    return { ...weighed, outcome: "degraded", confidence: Math.min(weighed.confidence, 0.7) };
  }
  const notes: NoteId[] = [...weighed.notes, "contradicted-by-deeper"];
  return { ...weighed, isAside: true, confidence: weighed.confidence * 0.4, notes };
}

/**
 * A success in the same period. If it came after the failure, it cancels the failure; otherwise it was another message.
 */
function againstAcceptance(facts: Facts, hit: RuleHit, weighed: Weighed): Weighed {
  const { accepted, sent, rows, answer, stoppedAt } = facts;
  // The success of another message does not cancel what the API's answer proves.
  if (stoppedAt && !isDeeper(weighed.layer, stoppedAt)) return weighed;
  if (weighed.layer === "queue" && isStopping(weighed) && !weighed.isAside && isSettled(facts))
    return { ...weighed, isAside: true, outcome: "degraded", notes: [...weighed.notes, "mixed-results"] };
  if (weighed.outcome === "silent" && weighed.layer === "provider" && accepted && (answer.enqueued ?? 1) > 1)
    return partly(weighed);
  if (!accepted || weighed.isAside || hit.isLasting || hit.basis !== "message" || !isStopping(weighed)) return weighed;
  const real = sent.filter(({ isMock }) => !isMock);
  const successes = (rows ?? []).filter(
    ({ success, recipient_summary: to }) => success === true && !(hit.to && to && !isSameNumber(hit.to, to)),
  );
  const mixed = (factor: number): Weighed => ({
    ...weighed,
    confidence: weighed.confidence * factor,
    notes: [...weighed.notes, "mixed-results"],
  });
  const isSingle = (answer.enqueued ?? 1) <= 1;
  // The answer was lost, but the provider's own record contains the message.
  if (weighed.outcome === "ambiguous" && isSingle && isRecorded(facts, hit)) return superseded(weighed);
  // Only the provider's record shows a success, and it has no time.
  if (real.length === 0 && successes.length === 0) return (answer.enqueued ?? 1) > 1 ? partly(weighed) : mixed(0.85);
  if ((answer.enqueued ?? 1) > 1) return partly(weighed);
  // A second delivery of a sent message is rightly dropped.
  if (weighed.cause === "worker.duplicate-dropped" && real.length > 0)
    return { ...mixed(0.5), isAside: true, outcome: "degraded" };
  const isOther = hit.to !== undefined && real.length > 0 && real.every(({ to }) => to !== undefined && to !== hit.to);
  // One was sent and one was not, and nothing shows which was meant.
  if (isOther || hit.isFinal) return mixed(0.8);
  const times = [
    ...real.map(({ line }) => line.at),
    ...successes.map(({ sent_at }) => (sent_at ? Date.parse(sent_at) : undefined)),
  ];
  const last = Math.max(...times.filter((time) => time !== undefined && Number.isFinite(time)).map(Number));
  const failedLine = weighed.evidence.find(({ source }) => source === "worker.logs")?.line;
  const isLater =
    hit.at !== undefined && Number.isFinite(last) && last !== hit.at
      ? last > hit.at
      : real.some(({ line }) => line.line > (failedLine ?? 0));
  // A queue failure after a send says nothing about the sent message, which may be the one in question.
  if (!isLater) return mixed(weighed.layer === "queue" ? 0.8 : 0.85);
  return superseded(weighed);
}

/**
 * Every message of this send is known to have been sent. A failure at the queue is about another message, or the next
 * one.
 */
function isSettled({ accepted, answer, rows, sent, mock, calls }: Facts): boolean {
  const { enqueued } = answer;
  if (!accepted || !enqueued || mock.length > 0 || accepted.confidence < 0.8) return false;
  if (rows) return rows.length >= enqueued && rows.every(({ success }) => success === true);
  return calls.length > 0 && sent.filter(({ isMock }) => !isMock).length >= enqueued;
}

const superseded = (weighed: Weighed): Weighed => ({
  ...weighed,
  isAside: true,
  outcome: "degraded",
  confidence: Math.min(weighed.confidence, 0.5),
  notes: [...weighed.notes, "superseded"],
});

/** The only record is accepted, and its recipient is the one whose answer was lost. */
function isRecorded({ accepted, records }: Facts, { to }: RuleHit): boolean {
  const [record, ...others] = records ?? [];
  if (!accepted?.code || !record || others.length > 0) return false;
  return to !== undefined && record.to !== undefined && isSameNumber(record.to, to);
}

const partly = (weighed: Weighed): Weighed => ({
  ...weighed,
  outcome: "degraded",
  confidence: weighed.confidence * 0.95,
  notes: [...weighed.notes, "partly-sent"],
});

const defined = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));

function distinct(evidence: readonly Excerpt[]): Excerpt[] {
  const seen = new Set<string>();
  return evidence.filter(({ source, line, excerpt }) => {
    const key = line === undefined ? `${source} ${excerpt}` : `${source}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}
