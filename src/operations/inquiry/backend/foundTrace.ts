import { layers } from "../../../common/layer";
import type { Layer } from "../../../common/layer";
import type { LayerStatus } from "../../../diagnosis/diagnosis";
import type { MessageTrace } from "../../../runtime/message/messageTrace";
import type { CauseGroup } from "../causeGroups";
import type { FoundMessage } from "../foundMessage";

/** A message without events, as its trace shows it: what was seen of it, and the verdict of its group. */
export function foundTrace({ id, at, tenant, to, sightings = [] }: FoundMessage, group: CauseGroup): MessageTrace {
  const { layer, outcome, cause, title, explanation, fixes } = group;
  return {
    traceId: id,
    ...(tenant !== undefined && { tenantCode: tenant }),
    ...(to !== undefined && { to }),
    state: "unknown",
    startedAt: at,
    updatedAt: at,
    events: [],
    sightings,
    verdict: { layer, outcome, cause, title, explanation, fixes, evidence: [], layers: layersAround(group) },
  };
}

/** What the place of a stop says of each layer; only a sent message is known to have passed all. */
export function layersAround({
  layer: place,
  outcome,
}: Pick<CauseGroup, "layer" | "outcome">): { layer: Layer; status: LayerStatus }[] {
  if (outcome === "ok") return layers.map((layer) => ({ layer, status: "ok" as const }));
  if (place === null) return layers.map((layer) => ({ layer, status: "unknown" as const }));
  const stop = layers.indexOf(place);
  const here =
    outcome === "degraded" ? "degraded" : outcome === "blocked" || outcome === "silent" ? "blocked" : "unknown";
  return layers.map((layer, index) => ({
    layer,
    status: index < stop ? "ok" : index === stop ? here : outcome === "degraded" ? "ok" : "not-reached",
  }));
}
