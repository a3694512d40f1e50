import type { Layer } from "./messageEvents";

/**
 * What the diagnosis said of one message: the shape of its verdict and layers, so that whoever shows a message needs no
 * rules. Made once a message; lists, pages and the command line all show this one.
 */
export interface MessageVerdict {
  /** null: no layer stopped the message, or it cannot be told. */
  layer: Layer | null;
  outcome: "ok" | "blocked" | "degraded" | "silent" | "ambiguous" | "skipped" | "unknown";
  cause: string;
  title: string;
  explanation: string;
  evidence: readonly { source: string; excerpt: string }[];
  fixes: readonly { id: string; title: string; command?: string }[];
  layers: readonly { layer: Layer; status: "ok" | "blocked" | "degraded" | "unknown" | "not-reached" }[];
}
