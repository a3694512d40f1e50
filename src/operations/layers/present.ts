import { messageOf } from "../../common/errors";
import type { Environment } from "../../targets/environment";
import type { LayerFact } from "../../targets/layers/layerFact";
import type { FailedProbe } from "../../targets/looking/probes";
import type { OperationContext } from "../operation";
import { checkLayers, problemsIn } from "./check";
import type { PresentProblem } from "./check";

/** How an environment is now, whatever became of its last message; `--json` prints it as `now`. */
export interface Present {
  /** `unknown`: nothing is known to be wrong, but not everything is known. */
  status: "fine" | "wrong" | "unknown";
  /** In the order in which a message meets the layers. */
  wrong: PresentProblem[];
  /** Layers that could not be looked at; each title says why. */
  unknown: LayerFact[];
}

/** Looks at every layer now. Undefined if the look itself failed, which is recorded in `failed`. */
export async function readPresent(
  environment: Environment,
  tenantCode: string,
  { signal, language }: Pick<OperationContext, "signal" | "language">,
  failed: FailedProbe[],
): Promise<Present | undefined> {
  try {
    const check = await checkLayers(environment, { signal }, { tenantCode });
    const wrong = problemsIn(check, language);
    const unknown = check.layers.flatMap(({ facts }) => facts.filter(({ status }) => status === "unknown"));
    return { status: wrong.length > 0 ? "wrong" : unknown.length > 0 ? "unknown" : "fine", wrong, unknown };
  } catch (error) {
    signal.throwIfAborted();
    failed.push({ probe: "layers", reason: messageOf(error) });
    return undefined;
  }
}
