import * as l10n from "@vscode/l10n";
import { CLEAR_FAULT } from "../../runtime/faults/fault";
import { activeNumber } from "../../targets/tenants/registeredSenders";
import type { ActionView } from "../../webviews/protocol";
import type { CommandContext } from "../context";

/** A number that the provider accepts; undefined if none is known. */
const registeredSender = (context: CommandContext): string | undefined => activeNumber(context.senders());

/** The action of a fix that the editor has a command for; other fixes are only read. */
export function actionOfFix(context: CommandContext, fixId: string): ActionView | undefined {
  const id = `fix:${fixId}`;
  switch (fixId) {
    case "set-sender": {
      const number = registeredSender(context);
      const label = number === undefined ? l10n.t("Fix sender…") : l10n.t("Use {0}", number);
      return { id, label, isPrimary: true };
    }
    case "start-worker":
    case "restart-worker":
      return { id: "fix:restart-worker", label: l10n.t("Restart worker"), isPrimary: true };
    case CLEAR_FAULT:
      return { id, label: l10n.t("Clear fault"), isPrimary: true };
    case "redrive":
      return { id, label: l10n.t("Redrive DLQ…") };
    default:
      return undefined;
  }
}

/** Runs the action with this id, for the message it was shown with. */
export async function runFix(
  context: CommandContext,
  id: string,
  message: { traceId?: string; tenantCode?: string },
): Promise<void> {
  switch (id) {
    case "fix:set-sender":
      return void (await context.execute("messaging.sender.fix", { ...message, number: registeredSender(context) }));
    case "fix:start-worker":
    case "fix:restart-worker":
      return void (await context.execute("messaging.worker.restart"));
    case `fix:${CLEAR_FAULT}`:
      return void (await context.execute("messaging.fault.clear"));
    case "fix:redrive":
      return void (await context.execute("messaging.queue.redrive"));
  }
}
