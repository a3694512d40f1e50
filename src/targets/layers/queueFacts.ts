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
  const held = heldText(visible, inFlight, dead);
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

/** What there is comes first: a narrow sidebar cuts off the end. */
function heldText(ready: number, inFlight: number, dead: number): string {
  const parts = [
    { count: dead, text: l10n.t("{0} dead", dead) },
    { count: ready, text: l10n.t("{0} ready", ready) },
    { count: inFlight, text: l10n.t("{0} in flight", inFlight) },
  ].filter(({ count }) => count > 0);
  return parts.length === 0 ? l10n.t("empty") : parts.map(({ text }) => text).join(" · ");
}
