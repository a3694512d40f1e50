import type { CauseId } from "../../diagnosis/causes/causeIds";
import type { Layer } from "../../runtime/message/messageEvents";
import { causeTitle } from "./causeTitles";
import type { TitledCause } from "./causeTitles";

/** The four layers, and the tenant data that they depend on. */
export type LightLayer = Layer | "data";
export const lightLayers = ["api", "queue", "worker", "provider", "data"] as const satisfies readonly LightLayer[];

/** Measured state of a layer: `unknown` was not measured, `off` is stopped on purpose. */
export type LightStatus = "ok" | "degraded" | "blocked" | "unknown" | "off";

/** One measurement of a layer. */
export interface LayerFact {
  layer: LightLayer;
  status: LightStatus;
  /** In the reader's language: the cause's title if the cause is known, else the measurement. */
  title: string;
  /** The layer's own words, or the compared values. */
  detail?: string;
  /** A cause of the diagnosis. */
  cause?: CauseId;
  /** The message that the layer refused; absent if the layer itself was measured. */
  traceId?: string;
}

export const fact = (layer: LightLayer, status: LightStatus, title: string, detail?: string): LayerFact => ({
  layer,
  status,
  title,
  ...(detail && { detail }),
});

/** A fact for a layer that is in the state of this cause. */
export const causeFact = (
  layer: LightLayer,
  cause: TitledCause,
  detail?: string,
  status: LightStatus = "blocked",
): LayerFact => ({ layer, status, title: causeTitle(cause), ...(detail && { detail }), cause });
