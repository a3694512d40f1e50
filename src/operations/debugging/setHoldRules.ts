import type { HoldRule } from "../../runtime/holds/holdMessages";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * Where messages are held from now on. Resolves with what is wrong with each rule's condition, in CEL's own words; such a
 * rule holds nothing. Undefined: the user cancelled. Errors: `no-debugger`, `local-only`.
 */
export async function setHoldRules(
  environment: Environment,
  rules: readonly HoldRule[],
  context: OperationContext,
): Promise<(string | null)[] | undefined> {
  const target = await requestWrite(environment, { kind: "set-hold-rules", rules }, context);
  return target?.write();
}
