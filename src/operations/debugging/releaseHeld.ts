import type { HeldMessage, HoldOrder } from "../../runtime/holds/holdMessages";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * Lets a held message go on, step, be dropped or be answered. False: the user cancelled. Errors: `hold-gone`,
 * `hold-too-late`, `hold-not-answerable`.
 */
export async function releaseHeld(
  environment: Environment,
  held: HeldMessage,
  order: HoldOrder,
  context: OperationContext,
): Promise<boolean> {
  const tenantCode = held.tenant?.code ?? environment.tenantCode;
  const target = await requestWrite(environment, { kind: "release-held", tenantCode, id: held.id, order }, context);
  await target?.write();
  return target !== undefined;
}
