import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/** Clears one fault or all; resolves with the ids of those that were active. Undefined: the user cancelled. */
export async function clearFaults(
  environment: Environment,
  cause: string | undefined,
  context: OperationContext,
): Promise<string[] | undefined> {
  const write = { kind: "clear-faults", ...(cause !== undefined && { cause }) } as const;
  const target = await requestWrite(environment, write, context);
  return target?.write(context.signal);
}
