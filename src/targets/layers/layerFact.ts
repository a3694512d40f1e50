import type { CauseId } from "../../diagnosis/causes";
import type { Layer } from "../../runtime/message/messageEvents";
import { causeTitle } from "./causeTitles";
import type { TitledCause } from "./causeTitles";

/** The four layers, and the tenant data that all of them rest on. */
export type LightLayer = Layer | "data";
export const lightLayers = ["api", "queue", "worker", "provider", "data"] as const satisfies readonly LightLayer[];

/** How a layer is, as far as it was measured: `unknown` was not measured, `off` does not run on purpose. */
export type LightStatus = "ok" | "degraded" | "blocked" | "unknown" | "off";

/** One thing that was measured of a layer. */
export interface LayerFact {
  layer: LightLayer;
  status: LightStatus;
  /** In the reader's language: the cause's title where the cause is known, else what was measured. */
  title: string;
  /** The layer's own words, or the values that were compared. */
  detail?: string;
  /** In the diagnosis' vocabulary. */
  cause?: CauseId;
  /** The message that the layer refused; absent where the layer itself was measured. */
  traceId?: string;
}

export const fact = (layer: LightLayer, status: LightStatus, title: string, detail?: string): LayerFact => ({
  layer,
  status,
  title,
  ...(detail && { detail }),
});

/** A layer that is as this cause of the diagnosis says. */
export const causeFact = (
  layer: LightLayer,
  cause: TitledCause,
  detail?: string,
  status: LightStatus = "blocked",
): LayerFact => ({ layer, status, title: causeTitle(cause), ...(detail && { detail }), cause });
