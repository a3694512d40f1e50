export { type Layer, layers } from "../../common/layer";

/** What became of the message. `silent`: it looks like success. `ambiguous`: never resend blindly. */
export const outcomes = ["blocked", "degraded", "silent", "ambiguous", "skipped", "ok", "unknown"] as const;
export type VerdictOutcome = (typeof outcomes)[number];

/** One entry of the vocabulary; the layer is the id's first word. Titles, explanations and fixes are in texts/. */
export interface CauseData {
  outcome: Exclude<VerdictOutcome, "ok" | "unknown">;
  /** Inside a layer the more special cause wins: 0 is what is said where nothing better is known, 9 names the very thing. */
  rank: number;
  /** One English sentence for the cause's page. */
  means: string;
  /** The evidence by which it is told, for the cause's page. */
  recognise: string;
  fixes: readonly string[];
}
