import type { Environment } from "../../targets/environment";
import type { LayerFact } from "../../targets/layers/layerFact";
import { lightsOf } from "../../targets/layers/lights";
import type { Light } from "../../targets/layers/lights";
import { readLayers } from "../../targets/layers/readLayers";
import type { OperationContext } from "../operation";

/** How the layers of an environment are at this moment, as it is printed with `--json`. */
export interface LayersCheck {
  version: 1;
  environment: string;
  /** API, queue, worker, provider and data, in this order; each with its facts, the worst first. */
  layers: Light[];
}

/**
 * Looks at every layer now, with what the layer before it uses: address and token, queue name and credentials, API key.
 * Sends, receives and writes nothing. What does not answer within a few seconds is `unknown`. Rejects only where the
 * signal aborts, or the local stack is gone.
 */
export async function checkLayers(
  environment: Environment,
  { signal }: Pick<OperationContext, "signal">,
): Promise<LayersCheck> {
  const snapshot = await readLayers(environment, signal);
  return { version: 1, environment: environment.name, layers: lightsOf(snapshot) };
}

/** Everything that is wrong now, in the order that a message meets the layers. */
export const wrongIn = ({ layers }: LayersCheck): LayerFact[] =>
  layers.flatMap(({ facts }) => facts.filter(({ status }) => status !== "ok" && status !== "unknown"));

/** What stops the next message, whatever it says: a test send warns of it. */
export const stoppingIn = (check: LayersCheck): LayerFact[] =>
  wrongIn(check).filter(({ status }) => status === "blocked" || status === "off");

/** `fine`: every layer was proven to be in order; `unknown`: nothing is known to be wrong, and not all is known. */
export function verdictOfCheck({ layers }: LayersCheck): "fine" | "wrong" | "unknown" {
  if (layers.every(({ status }) => status === "ok")) return "fine";
  return layers.every(({ status }) => status === "ok" || status === "unknown") ? "unknown" : "wrong";
}
