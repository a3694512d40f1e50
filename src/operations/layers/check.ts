import type { Environment } from "../../targets/environment";
import type { LayerFact } from "../../targets/layers/layerFact";
import { lightsOf } from "../../targets/layers/lights";
import type { Light } from "../../targets/layers/lights";
import { readLayers } from "../../targets/layers/readLayers";
import type { OperationContext } from "../operation";

/** The current state of an environment's layers, as printed with `--json`. */
export interface LayersCheck {
  version: 1;
  environment: string;
  /** API, queue, worker, provider and data, in this order; each with its facts, worst first. */
  layers: Light[];
}

/**
 * Looks at every layer now, with the settings that the layer before it uses: address and token, queue name and
 * credentials, API key. Sends, receives and writes nothing. A layer that does not answer within a few seconds is
 * `unknown`. Rejects only if the signal aborts or the local stack is gone.
 */
export async function checkLayers(
  environment: Environment,
  { signal }: Pick<OperationContext, "signal">,
): Promise<LayersCheck> {
  const snapshot = await readLayers(environment, signal);
  return { version: 1, environment: environment.name, layers: lightsOf(snapshot) };
}

/** Everything that is wrong now, in the order in which a message meets the layers. */
export const wrongIn = ({ layers }: LayersCheck): LayerFact[] =>
  layers.flatMap(({ facts }) => facts.filter(({ status }) => status !== "ok" && status !== "unknown"));

/** Whatever stops the next message regardless of its content; a test send warns of it. */
export const stoppingIn = (check: LayersCheck): LayerFact[] =>
  wrongIn(check).filter(({ status }) => status === "blocked" || status === "off");

/**
 * `fine`: every layer is proven to be in order; `unknown`: nothing is known to be wrong, but not everything is known.
 */
export function verdictOfCheck({ layers }: LayersCheck): "fine" | "wrong" | "unknown" {
  if (layers.every(({ status }) => status === "ok")) return "fine";
  return layers.every(({ status }) => status === "ok" || status === "unknown") ? "unknown" : "wrong";
}
