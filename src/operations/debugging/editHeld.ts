import { editedBody } from "../../runtime/holds/heldBody";
import type { HeldMessage, HoldEdits } from "../../runtime/holds/holdMessages";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * Changes a held message; what goes on is the changed one. A new recipient must be allowed by the environment. Undefined:
 * the user cancelled. Errors: those of the guard, `hold-gone`, `hold-too-late`, `hold-unreadable`.
 */
export async function editHeld(
  environment: Environment,
  held: HeldMessage,
  edits: HoldEdits,
  context: OperationContext,
): Promise<HeldMessage | undefined> {
  const tenantCode = held.tenant?.code ?? environment.tenantCode;
  const body = editedBody(held.body, edits);
  const target = await requestWrite(environment, { kind: "edit-held", tenantCode, id: held.id, edits, body }, context);
  return target?.write();
}
