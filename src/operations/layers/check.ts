import { fixTitlesOf } from "../../diagnosis/report/findingText";
import type { Language } from "../../diagnosis/texts/language";
import type { Environment } from "../../targets/environment";
import type { WatchOptions } from "../../targets/layers/environmentWatch";
import type { LayerFact } from "../../targets/layers/layerFact";
import { lightsOf } from "../../targets/layers/lights";
import type { Light } from "../../targets/layers/lights";
import { readLayers } from "../../targets/layers/readLayers";
import { withinLimit } from "../../targets/looking/timeLimit";
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
 * `unknown`. Rejects only if the signal aborts, or if the local stack is gone or slower than `limitMs`.
 */
export async function checkLayers(
  environment: Environment,
  { signal }: Pick<OperationContext, "signal">,
  options: WatchOptions = {},
): Promise<LayersCheck> {
  const { limitMs } = options;
  const look = (within: AbortSignal) => readLayers(environment, within, options);
  // Each part of a real environment has the limit for itself; the local stack answers for all of its parts at once.
  const isAsked = environment.layers !== undefined && limitMs !== undefined;
  const snapshot = await (isAsked ? withinLimit(limitMs, signal, look) : look(signal));
  return { version: 1, environment: environment.name, layers: lightsOf(snapshot) };
}

/** Everything that is wrong, in the order in which a message meets the layers; includes refusals of the last message. */
export const wrongIn = ({ layers }: LayersCheck): LayerFact[] =>
  layers.flatMap(({ facts }) => facts.filter(({ status }) => status !== "ok" && status !== "unknown"));

/**
 * `fine`: every layer is proven to be in order; `unknown`: nothing is known to be wrong, but not everything is known.
 */
export function verdictOfCheck({ layers }: Pick<LayersCheck, "layers">): "fine" | "wrong" | "unknown" {
  if (layers.every(({ status }) => status === "ok")) return "fine";
  return layers.every(({ status }) => status === "ok" || status === "unknown") ? "unknown" : "wrong";
}

/** A measured problem and the first step against it. */
export interface PresentProblem extends LayerFact {
  nextStep?: string;
}

/** What was measured at the layers themselves, as opposed to what became of the last message. */
export const problemsIn = (check: LayersCheck, language: Language): PresentProblem[] =>
  wrongIn(check)
    .filter(({ traceId }) => traceId === undefined)
    .map((fact) => {
      const [nextStep] = fact.cause === undefined ? [] : fixTitlesOf(fact.cause, language);
      return { ...fact, ...(nextStep !== undefined && { nextStep }) };
    });
