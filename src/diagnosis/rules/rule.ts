import type { CauseId, VerdictOutcome } from "../causes";
import type { Facts } from "../facts";
import type { Excerpt } from "../logLines";
import type { NoteId, Values } from "../texts/text";

/**
 * What a hit rests on, from strong to weak:
 * - `message`: evidence about a message since the send.
 * - `state`: how the environment was found; it explains a message only as far as the message came.
 * - `absence`: silence where something should have been said; it was looked for.
 * - `hint`: worth a verdict only where nothing better is known.
 */
export type Basis = "message" | "state" | "absence" | "hint";

export interface RuleHit {
  /** 0 to 1; 0.8 and more only with positive evidence. */
  confidence: number;
  basis: Basis;
  /** What fired the rule, the most telling first. */
  evidence: Excerpt[];
  values?: Values;
  notes?: NoteId[];
  /** Where it is not the cause's usual one. */
  outcome?: VerdictOutcome;
  /** The time of the last evidence, to tell whether a later attempt went through. */
  at?: number;
  /** The masked recipient the evidence is about. */
  to?: string;
  /** The provider's code, shown before the title. */
  code?: string;
  /** The message was deleted then: no later attempt of it can have gone through. */
  isFinal?: boolean;
  /** True of the message whatever became of other attempts: a later success does not take it back. */
  isLasting?: boolean;
}

export interface Rule {
  /** `<cause>/<what it looks at>`, unique. */
  id: string;
  cause: CauseId;
  evaluate(facts: Facts): RuleHit | undefined;
}
