import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import type { Environment } from "../../targets/environment";
import { readLayers } from "../../targets/layers/readLayers";
import { lightsOf } from "../../targets/layers/lights";
import type { Light } from "../../targets/layers/lights";
import type { OperationContext } from "../operation";
import { stackOf } from "./stackOf";

export interface StackStatus {
  snapshot: StackSnapshot;
  layers: Light[];
}

/** The local stack and its layers as measured now. Error: `local-only`. */
export async function readStatus(
  environment: Environment,
  { signal }: Pick<OperationContext, "signal">,
): Promise<StackStatus> {
  const stack = stackOf(environment);
  const layers = lightsOf(await readLayers(environment, signal));
  return { snapshot: await stack.snapshot(signal), layers };
}
