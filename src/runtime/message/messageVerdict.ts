import type { Layer } from "./messageEvents";

/** The cause of a message that looks sent and is not. */
export const MOCK_MODE = "worker.mock-mode";

/** The cause of a message that reached the provider without a NotificationLog row. */
export const ROW_UNWRITTEN = "worker.log-write-failed";

/**
 * The diagnosis of one message: its verdict and layers, so that views need no rules. Made once per message; lists,
 * pages and the command line all show this one.
 */
export interface MessageVerdict {
  /** null: no layer stopped the message, or it is unknown which. */
  layer: Layer | null;
  outcome: "ok" | "blocked" | "degraded" | "silent" | "ambiguous" | "skipped" | "unknown";
  cause: string;
  title: string;
  explanation: string;
  evidence: readonly { source: string; excerpt: string }[];
  fixes: readonly { id: string; title: string; command?: string }[];
  layers: readonly { layer: Layer; status: "ok" | "blocked" | "degraded" | "unknown" | "not-reached" }[];
}
