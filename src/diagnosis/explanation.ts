import { maskText } from "../common/masking";
import type { CauseId } from "./causes/causeIds";
import type { Evidence } from "./evidence";
import { type Facts, type ParsedLogs, deriveFacts, isDeeper } from "./facts";
import { type Line, clip } from "./logLines";
import type { Basis } from "./rules/rule";
import { allSigns, toldIn } from "./signs";
import { choose, parsedLogsOf } from "./verdict";
import { type Weighed, hitsOf, weighAll } from "./weighing";

/** One thing that was recognised. */
export interface ExplainedFact {
  /** A name such as `process.state`, or the sign that a line gave. */
  fact: string;
  /** Masked, and cut. */
  value: string;
  /** Where a line gave it. */
  source?: string;
  line?: number;
  /** How many lines gave it, if several did: the last one is shown. */
  lines?: number;
}

/** One rule that holds, and what became of it. */
export interface ExplainedRule {
  rule: string;
  cause: CauseId;
  basis: Basis;
  /** Of the rule alone, 0 to 1. */
  confidence: number;
  /** `aside`: true, but says nothing of this message. `weaker`: another cause explains it better. */
  became: "verdict" | "weaker" | "aside";
  /** Why its cause is not the verdict. */
  lost?: LostReason;
  source?: string;
  line?: number;
}

/**
 * Why a cause lost, the first that holds:
 * - `over`: a later attempt went through.
 * - `stopped-earlier`: the API's answer shows that the message did not get there.
 * - `accepted`: the provider accepted the message.
 * - `deeper`: the evidence contradicts it, or the verdict's is of a layer that the message reached later.
 * - `guess`: it counts only where nothing better is known.
 * - `less-special`, `less-certain`: of the same layer as the verdict.
 * - `degraded`: it stopped nothing.
 */
export type LostReason =
  "over" | "stopped-earlier" | "accepted" | "deeper" | "guess" | "less-special" | "less-certain" | "degraded";

/** Why the diagnosis says what it says. */
export interface Explanation {
  /** At most 120. */
  facts: ExplainedFact[];
  /** How many more facts there are. */
  factsLeftOut?: number;
  rules: ExplainedRule[];
}

const VALUE_CHARACTERS = 160;
const MOST_FACTS = 120;

/** The facts and the rules behind a verdict. Takes the same input as `diagnose`. */
export function explain(evidence: Evidence, ignored: readonly string[] = []): Explanation {
  return explainParsed(evidence, parsedLogsOf(evidence), ignored);
}

/** Like `explain`, with logs already parsed. */
export function explainParsed(evidence: Evidence, logs: ParsedLogs, ignored: readonly string[] = []): Explanation {
  const facts = deriveFacts(evidence, logs);
  const weighed = weighAll(facts, ignored);
  const chosen = choose(facts, weighed);
  const rules = hitsOf(facts, ignored).map(({ cause, rule, hit }): ExplainedRule => {
    const { basis, confidence, evidence: found } = hit;
    const own = weighed.find((one) => one.cause === cause);
    const [first] = found;
    return {
      rule: `${cause}/${rule}`,
      cause,
      basis,
      confidence: Math.round(confidence * 100) / 100,
      became: fateOf(own, chosen),
      ...(own && own !== chosen && { lost: lossOf(facts, own, chosen) }),
      ...(first && { source: first.source }),
      ...(first?.line !== undefined && { line: first.line }),
    };
  });
  const all = [...derived(facts), ...told(facts)];
  const left = Math.max(0, all.length - MOST_FACTS);
  return { facts: all.slice(0, MOST_FACTS), ...(left > 0 && { factsLeftOut: left }), rules };
}

function lossOf(facts: Facts, own: Weighed, chosen: Weighed | undefined): LostReason {
  const { notes, layer, basis, rank } = own;
  if (notes.includes("superseded")) return "over";
  if (facts.stoppedAt && isDeeper(layer, facts.stoppedAt)) return "stopped-earlier";
  if (notes.includes("contradicted-by-deeper")) return "deeper";
  if (facts.accepted && (own.isAside || !chosen)) return "accepted";
  if (basis === "hint") return "guess";
  if (own.outcome === "degraded" && chosen?.outcome !== "degraded") return "degraded";
  if (chosen && isDeeper(chosen.layer, layer)) return "deeper";
  return chosen?.layer === layer && rank < chosen.rank ? "less-special" : "less-certain";
}

function fateOf(own: Weighed | undefined, chosen: Weighed | undefined): ExplainedRule["became"] {
  if (own !== undefined && own === chosen) return "verdict";
  return own?.isAside ? "aside" : "weaker";
}

function derived(facts: Facts): ExplainedFact[] {
  const { answer, process, platform, queue, queues, regions, sender, generation, accepted, reach, stoppedAt } = facts;
  const known: Record<string, string | number | boolean | undefined> = {
    generation,
    "answer.status": answer.status,
    "answer.enqueued": answer.enqueued,
    "answer.skipped": answer.skipped,
    "answer.error": answer.error && `${answer.error.code} ${answer.error.message}`,
    "process.state": process.state,
    "process.exitCode": process.exitCode,
    "process.oomKilled": process.isOomKilled,
    "process.restarts": process.restarts,
    platform: platform && [platform.kind, platform.name].filter(Boolean).join(" "),
    "queue.waiting": queue.visible,
    "queue.growth": queue.growth,
    "queue.dead": queue.dead,
    "queue.ofApi": queues.api?.value,
    "queue.ofWorker": queues.worker?.value,
    "region.ofApi": regions.api?.value,
    "region.ofWorker": regions.worker?.value,
    sender: sender.value,
    "sender.isRegistered": sender.isRegistered,
    reached: reach,
    stoppedAt,
    accepted: accepted && `by evidence of ${String(accepted.confidence)}`,
    waitedSeconds: facts.waitedSeconds,
  };
  const shown = Object.entries(known).flatMap(([fact, value]) =>
    value === undefined ? [] : [{ fact, value: valueText(String(value)) }],
  );
  const calls = facts.calls.map(({ line, method, status }) => ofLine("provider.call", `${method} ${status}`, line));
  const signs = facts.signs.map(({ cause, code, origin }) => ({
    fact: "provider.sign",
    value: valueText(`${cause}${code ? ` ${code}` : ""} (${origin})`),
  }));
  return [...shown, ...calls, ...signs];
}

/** Each sign once, by its last line. */
function told({ api, worker }: Facts): ExplainedFact[] {
  return [api, worker].flatMap((lines) =>
    allSigns.flatMap((sign) => {
      const all = toldIn(lines, sign);
      const last = all.at(-1);
      if (!last) return [];
      const values = Object.entries(last.values).map(([name, value]) => `${name}=${value}`);
      const shown = ofLine(sign, values.length > 0 ? values.join(", ") : last.line.text, last.line);
      return [{ ...shown, ...(all.length > 1 && { lines: all.length }) }];
    }),
  );
}

const ofLine = (fact: string, value: string, { source, record }: Line): ExplainedFact => ({
  fact,
  value: valueText(value),
  source,
  line: record.line,
});
const valueText = (value: string) => clip(maskText(value), VALUE_CHARACTERS);
