import type { CauseId, Layer, VerdictOutcome } from "./causes";
import type { Excerpt } from "./logLines";

export type { Excerpt } from "./logLines";

export interface Fix {
  id: string;
  title: string;
  command?: string;
}

/** One thing that was found; the verdict has the same shape. */
export interface Finding {
  /** null: no layer stopped the message, or it cannot be told. */
  layer: Layer | null;
  outcome: VerdictOutcome;
  cause: CauseId | "none";
  /** 0 to 1. */
  confidence: number;
  title: string;
  explanation: string;
  evidence: Excerpt[];
  fixes: Fix[];
  /** VerdictOutcome `unknown`, or low confidence: the parts of the bundle that would decide. */
  needs: string[];
}

export type LayerStatus = "ok" | "blocked" | "degraded" | "unknown" | "not-reached";

/** The result of a diagnosis, as it is printed with `--json`. */
export interface Diagnosis {
  version: 1;
  verdict: Finding;
  layers: { layer: Layer; status: LayerStatus }[];
  /** Every other finding, the most severe first. */
  findings: Finding[];
}

/** 0: the message reached the provider; 1: it did not, or not well; 2: it cannot be told. */
export const exitCodeOf = ({ verdict }: Diagnosis): 0 | 1 | 2 =>
  verdict.outcome === "ok" ? 0 : verdict.outcome === "unknown" ? 2 : 1;
