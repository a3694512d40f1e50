export { type Layer, layers } from "../../common/layer";

/** What happened to the message. `silent`: it looks like success. `ambiguous`: never resend without checking. */
export const outcomes = ["blocked", "degraded", "silent", "ambiguous", "skipped", "ok", "unknown"] as const;
export type VerdictOutcome = (typeof outcomes)[number];

/** One entry of the vocabulary. The first word of its ID is the layer. Titles, explanations and fixes are in texts/. */
export interface CauseData {
  outcome: Exclude<VerdictOutcome, "ok" | "unknown">;
  /** Specificity within a layer, higher wins. 0: nothing better is known; 9: the exact cause. */
  rank: number;
  /** One English sentence for the cause's page. */
  means: string;
  /** The evidence that identifies the cause, for the cause's page. */
  recognise: string;
  fixes: readonly string[];
  /** The parts of the evidence that would make the cause certain. */
  needs?: readonly string[];
}
