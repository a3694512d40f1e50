import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { zonedTime } from "../../common/zonedTime";
import { withCancellableProgress } from "../../host/progress";
import { chooseTarget } from "../../host/saveDialog";
import type { HandOver } from "../../operations/handOver/handOver";
import type { MessageFilter } from "../../operations/inquiry/filter/messageFilter";
import type { FoundMessage } from "../../operations/inquiry/foundMessage";
import type { InquiryContent } from "../../webviews/inquiryPanel";
import type { CommandContext } from "../context";

/** Spreadsheets take the text for another encoding without a byte-order mark. */
export async function exportCsv(context: CommandContext, messages: readonly FoundMessage[]): Promise<void> {
  const uri = await chooseTarget(l10n.t("Export CSV"), "messages.csv", { CSV: ["csv"] });
  if (!uri) return;
  const text = context.operations().messageRows(messages).join("\n");
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`\uFEFF${text}\n`));
}

/** Writes a hand-over. Returns how many messages it has; undefined if the user cancels. */
export async function exportMasked(
  context: CommandContext,
  filter: MessageFilter,
  file: unknown,
): Promise<number | undefined> {
  const title = l10n.t("Export Messages");
  const uri = file instanceof vscode.Uri ? file : await chooseTarget(title, "messages.json", { JSON: ["json"] });
  if (!uri) return undefined;
  const { exportMessages, writeHandOver } = context.operations();
  const environment = await context.environment.open();
  const { inquiry } = await withCancellableProgress(title, async (signal, report) => {
    const handOver = await exportMessages(environment, filter, context.operation(signal, report));
    await writeHandOver(uri.fsPath, handOver);
    return handOver;
  });
  void context.notifier.info(
    l10n.t("{0} messages are in {1}: numbers, names and texts are masked", inquiry.total, uri.fsPath),
    { title: l10n.t("Open Report"), run: () => context.execute("messaging.report.open", uri) },
  );
  return inquiry.total;
}

/** The page of a hand-over: what its maker saw. */
export const handedOver = (
  context: CommandContext,
  { madeAt, versions, environment, inquiry, cases }: HandOver,
): InquiryContent => ({
  handedOver: l10n.t("Handed over from {0}, {1}, by version {2}", environment, zonedTime(madeAt), versions.product),
  environment: () => environment,
  find: () => Promise.resolve(inquiry),
  open: (message, group) =>
    context.execute("messaging.trace.open", context.operations().handedTrace({ cases }, message, group)),
  exportCsv: (messages) => exportCsv(context, messages),
  actionOfFix: () => undefined,
});
