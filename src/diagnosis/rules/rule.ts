import type { Facts } from "../facts";
import type { FixId } from "../fixes/allFixes";
import type { Excerpt } from "../logLines";
import type { VerdictOutcome } from "../outcome";
import type { NoteId, Values } from "../texts/text";

/**
 * The kind of evidence behind a hit, from strong to weak:
 * - `message`: evidence about a message since the send.
 * - `state`: the state of the environment. It explains a message only as far as the message got.
 * - `absence`: an expected line or record is missing from collected evidence.
 * - `hint`: a verdict only if nothing better is known.
 */
export type Basis = "message" | "state" | "absence" | "hint";

export interface RuleHit {
  /** 0 to 1. 0.8 and more only with positive evidence. */
  confidence: number;
  basis: Basis;
  /** What triggered the rule, most significant first. */
  evidence: Excerpt[];
  values?: Values;
  notes?: NoteId[];
  /** Set if it differs from the cause's usual outcome. */
  outcome?: VerdictOutcome;
  /** The time of the last evidence, used to tell whether a later attempt succeeded. */
  at?: number;
  /** The masked recipient that the evidence is about. */
  to?: string;
  /** Fixes for what this line says, before those of the cause. */
  fixes?: readonly FixId[];
  /** The provider's code, shown before the title. */
  code?: string;
  /** The message was deleted at that point, so no later attempt can have succeeded. */
  isFinal?: boolean;
  /** True of the message regardless of other attempts. A later success does not cancel it. */
  isLasting?: boolean;
}

export interface Rule {
  /** What it looks at, unique among the rules of its cause. */
  id: string;
  evaluate(facts: Facts): RuleHit | undefined;
}
