import type { Layer } from "./messageEvents";

/** How a layer did with one message. `degraded` let it through with a loss, `not-reached` is behind the one that stopped it. */
export type LayerMark = "passed" | "degraded" | "stopped" | "not-sent" | "unknown" | "not-reached";

export interface LayerLine {
  layer: Layer;
  mark: LayerMark;
  /** One line in the reader's language. */
  text: string;
  /** Undefined where the message did not get through it. */
  elapsedMs?: number;
}
