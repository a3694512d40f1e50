import type { FaultSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { localOnly } from "../../targets/safety/performWrite";

/** Every cause that can be injected, and which are active. Error: `local-only`. */
export async function listFaults({ faults, name }: Environment, signal?: AbortSignal): Promise<FaultSummary[]> {
  if (!faults) throw localOnly(name);
  return faults.list(signal);
}
