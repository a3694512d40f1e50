import type { Layer } from "../common/layer";
import type { CauseId } from "./causes/causeIds";
import type { VerdictOutcome } from "./outcome";
import type { Excerpt } from "./logLines";

export type { Excerpt } from "./logLines";

export interface Fix {
  id: string;
  title: string;
  command?: string;
}

/** One finding. The verdict has the same shape. */
export interface Finding {
  /** null: no layer stopped the message, or the layer is unknown. */
  layer: Layer | null;
  outcome: VerdictOutcome;
  cause: CauseId | "none";
  /** The provider or broker that the evidence names, if it is another than the backend's own. */
  system?: string;
  /** 0 to 1. */
  confidence: number;
  title: string;
  explanation: string;
  evidence: Excerpt[];
  fixes: Fix[];
  /** For the outcome `unknown` or low confidence: the parts of the bundle that would decide. */
  needs: string[];
}

export type LayerStatus = "ok" | "blocked" | "degraded" | "unknown" | "not-reached";

/** The result of a diagnosis, as `--json` prints it. */
export interface Diagnosis {
  version: 1;
  verdict: Finding;
  layers: { layer: Layer; status: LayerStatus }[];
  /** All other findings, most severe first. */
  findings: Finding[];
}

/** 0: the message reached the provider. 1: it did not, or with problems. 2: unknown. */
export const exitCodeOf = ({ verdict }: Diagnosis): 0 | 1 | 2 =>
  verdict.outcome === "ok" ? 0 : verdict.outcome === "unknown" ? 2 : 1;
