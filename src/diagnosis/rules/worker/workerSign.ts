import type { Facts } from "../../facts";
import type { FixId } from "../../fixes/allFixes";
import { type Line, clip, clipAround, excerptOfLine, sentence } from "../../logLines";
import type { Sign } from "../../logs/types";
import type { VerdictOutcome } from "../../outcome";
import { type ToldSign, decidingWords, lastTold, toldIn, wordsOf } from "../../signs";
import type { NoteId, Values } from "../../texts/text";
import type { Basis, Rule, RuleHit } from "../rule";

/** What a sign in the worker's log means for a message. */
export interface SignMeaning {
  confidence: number;
  /** `message` by default. */
  basis?: Basis;
  outcome?: VerdictOutcome;
  notes?: (said: string) => NoteId[];
  fixes?: (said: string) => FixId[];
  /** The line as a sentence in `message` by default. */
  values?: (told: ToldSign, said: string) => Values;
  /** The sign is about the store in which a send is recorded. */
  isOfStore?: boolean;
  /** An earlier sign that explains this one. */
  unless?: Sign;
  /** Whether the sign is about the message. */
  isOwn?: (told: ToldSign) => boolean;
}

const message = (_: ToldSign, said: string): Values => ({ message: sentence(said) });

/** What a sentence quotes of a line. */
export const SAID = 200;

/** Of an end that an exception in the log explains. */
const EXPLAINED = 0.75;

/** The last line of the worker with this sign. */
export const workerSignRule = (sign: Sign, meaning: SignMeaning): Rule => ({
  id: sign,
  evaluate(facts) {
    const own = toldIn(facts.worker, sign).filter((told) => meaning.isOwn?.(told) ?? true);
    const last = (meaning.fixes && own.findLast((told) => meaning.fixes?.(wordsOf(told)).length)) ?? own.at(-1);
    if (!last || (meaning.unless && lastTold(facts.worker, meaning.unless))) return undefined;
    const isSent = facts.sent.some(({ line, isMock }) => !isMock && line.line < last.line.line);
    const found = hitOf(last, meaning);
    const thrown = ENDS.has(sign) ? facts.worker?.findLast(({ record }) => record.exception) : undefined;
    const hit = thrown ? explainedBy(thrown, found) : withReason(facts, sign, found);
    // A failure of the store after the send does not undo the send.
    return meaning.isOfStore && isSent && facts.accepted
      ? { ...hit, outcome: "degraded" as const, isLasting: true }
      : hit;
  },
});

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
  { confidence, basis = "message", outcome, notes, fixes, values = message }: SignMeaning,
): RuleHit {
  const said = wordsOf(told);
  const { line } = told;
  const words = decidingWords(said, told);
  const found = { source: line.source, line: line.record.line, excerpt: clipAround(said, words) };
  return {
    evidence: [found],
    values: values(told, clipAround(said, words, SAID)),
    ...(line.at !== undefined && { at: line.at }),
    confidence,
    basis,
    ...(outcome && { outcome }),
    notes: notes?.(said) ?? [],
    fixes: fixes?.(said) ?? [],
  };
}
