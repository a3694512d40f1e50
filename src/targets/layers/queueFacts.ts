import * as l10n from "@vscode/l10n";
import type { QueueAccess } from "../../runtime/stack/probes/stackReadings";
import { causeOfQueueError } from "./errorCauses";
import { causeFact, fact } from "./layerFact";
import type { LayerFact } from "./layerFact";
import type { QueueView } from "./layersSnapshot";

/** What the queue's attributes prove, combined with the API's variables. */
export function queueFacts({ name, counts, error, asApi }: QueueView): LayerFact[] {
  if (error) return [causeFact("queue", causeOfQueueError(error, "send"), `${error.code}: ${error.message}`)];
  if (asApi?.error) return [accessFact("queue", asApi, "send")];
  if (!counts) return [causeFact("queue", "queue.not-found", name)];
  const { visible, inFlight, dead = 0 } = counts;
  const held = l10n.t("{0} ready · {1} in flight · {2} dead", visible, inFlight, dead);
  return [fact("queue", dead > 0 ? "degraded" : "ok", held)];
}

/** Why one side cannot use the queue. */
export function accessFact(
  layer: "queue" | "worker",
  { name, error }: QueueAccess,
  wants: "send" | "receive",
): LayerFact {
  if (!error) return fact(layer, "ok", name);
  return causeFact(layer, causeOfQueueError(error, wants), `${error.operation}: ${error.code}: ${error.message}`);
}
