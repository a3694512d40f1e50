import * as l10n from "@vscode/l10n";
import type { FixedSender } from "../../operations/sender/fixSender";
import type { CommandContext } from "../context";
import type { SendResult } from "../message/sendResult";

export interface SenderChange {
  tenantCode: string;
  before: string;
  after: string;
}

/**
 * Says at once that the sender was written, with Undo, and only then sends the message again: the user may still cancel
 * the send, and the sender stays changed.
 */
export async function tellFixed(
  { notifier, execute }: Pick<CommandContext, "notifier" | "execute">,
  { tenantCode, before, after, sendsAgain }: FixedSender,
  sendAgain: (undo: () => unknown) => Promise<SendResult | undefined>,
): Promise<{ change: SenderChange; result?: SendResult }> {
  const change = { tenantCode, before, after };
  const undo = () => execute("messaging.sender.undo");
  void notifier.info(writtenText(tenantCode, after), { title: l10n.t("Undo"), run: undo });
  const result = sendsAgain ? await sendAgain(undo) : undefined;
  return { change, ...(result && { result }) };
}

export const writtenText = (tenantCode: string, sender: string): string =>
  sender === ""
    ? l10n.t("{0} has no sender number now.", tenantCode)
    : l10n.t("{0} now sends from {1}.", tenantCode, sender);
