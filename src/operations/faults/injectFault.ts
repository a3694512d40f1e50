import type { FaultSummary } from "../../runtime/control/stackContract";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/** Injects a real fault. Undefined: the user cancelled. Errors: `unknown-fault`, `local-only`. */
export async function injectFault(
  environment: Environment,
  cause: string,
  context: OperationContext,
): Promise<FaultSummary | undefined> {
  const target = await requestWrite(environment, { kind: "inject-fault", cause }, context);
  return target?.write(context.signal);
}
