import type { Environment } from "../../targets/environment";
import { lastSenderChange } from "../../targets/safety/lastSenderChange";
import { nothingToUndo } from "../../targets/tenants/tenantErrors";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/** An undone change: the sender was `after` and is `before` again. */
export interface UndoneSender {
  tenantCode: string;
  before: string;
  after: string;
}

/**
 * Undoes the newest sender change in the audit log of this environment, if the sender still has that value. Undefined:
 * the user cancelled. Errors: `nothing-to-undo`, `sender-changed`, and those of the guard.
 */
export async function undoSender(
  environment: Environment,
  context: OperationContext,
): Promise<UndoneSender | undefined> {
  const last = lastSenderChange(await context.audit.entries(), environment);
  if (!last) throw nothingToUndo();
  const { id: undoes, tenantCode, before, after } = last;
  const write = { kind: "set-sender", tenantCode, before: after, after: before, undoes } as const;
  const target = await requestWrite(environment, write, context);
  if (!target) return undefined;
  await target.write(context.signal);
  return { tenantCode, before, after };
}
