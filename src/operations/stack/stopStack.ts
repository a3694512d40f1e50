import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * Ends the local stack, whoever started it, with its worker; resolves when its process is gone. False: the user
 * cancelled. Errors: `local-only`, `stack-not-ended`.
 */
export async function stopStack(environment: Environment, context: OperationContext): Promise<boolean> {
  const target = await requestWrite(environment, { kind: "stop-stack" }, context);
  await target?.write();
  return target !== undefined;
}
