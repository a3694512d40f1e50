import type { Layer } from "./messageEvents";

/**
 * One message's result in a layer. `degraded`: passed with a loss. `not-sent`: looks sent, and is not. `skipped`: left
 * out on purpose. `unknown`: nobody can tell, it may have been sent. `not-reached`: after the layer that stopped it.
 */
export type LayerMark = "passed" | "degraded" | "stopped" | "not-sent" | "skipped" | "unknown" | "not-reached";

export interface LayerLine {
  layer: Layer;
  mark: LayerMark;
  /** One line in the reader's language. */
  text: string;
  /** Undefined where the message did not pass the layer. */
  elapsedMs?: number;
}
