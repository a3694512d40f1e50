import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { messageOf } from "../../common/errors";
import { machineTimeZone } from "../../common/timeZone";
import type { CommandMap } from "../../host/commandIds";
import type { InquiryFields } from "../../operations/inquiry/filter/inquiryFields";
import type { FoundMessage } from "../../operations/inquiry/foundMessage";
import type { InquiryContent, InquiryPanel } from "../../webviews/inquiryPanel";
import { actionOfFix, runFix } from "../trace/fixActions";
import { requestIdOf } from "../arguments";
import type { CommandContext } from "../context";

/** More than an archive keeps. */
const LISTED = 250_000;

export function getInquiryCommands(context: CommandContext): CommandMap {
  let panel: InquiryPanel | undefined;
  const open = (): InquiryPanel => {
    const opened = new (context.panels().InquiryPanel)(context.extension.extensionUri, contentOf(context), (error) => {
      context.log.error(`[inquiry] ${messageOf(error)}`);
      void context.notifier.error(messageOf(error));
    });
    opened.onDidDispose(() => (panel = undefined));
    return opened;
  };
  return {
    /** Of a phrase, of a send in the tree, or of today. Returns what the page shows once the search has ended. */
    "messaging.message.find": (argument) => {
      const { fieldsOf } = context.operations();
      const phrase = typeof argument === "string" ? argument : (requestIdOf(argument) ?? l10n.t("today"));
      panel ??= open();
      return panel.find(fieldsOf(phrase));
    },
  };
}

const contentOf = (context: CommandContext): InquiryContent => ({
  environment: () => context.environment.name,
  find: async (fields, { signal, progress, follow }) => {
    const { findMessages } = context.operations();
    const filter = readFilter(context, fields);
    const environment = await context.environment.open();
    return findMessages(environment, filter, LISTED, context.operation(signal, progress), follow);
  },
  open: (message, group) => {
    const isSeen = message.sightings !== undefined;
    const { foundTrace } = context.operations();
    return context.execute("messaging.trace.open", isSeen ? foundTrace(message, group) : message.id);
  },
  resend: (fields, { cause, outcome }) =>
    context.execute("messaging.message.resend", { filter: { ...readFilter(context, fields), cause, outcome } }),
  exportCsv: (messages) => exportCsv(context, messages),
  actionOfFix: (fixId) => actionOfFix(context, fixId),
  runFix: (fixId, message) =>
    runFix(context, `fix:${fixId}`, {
      ...(message && { traceId: message.id }),
      ...(message?.tenant !== undefined && { tenantCode: message.tenant }),
    }),
});

const readFilter = (context: CommandContext, fields: InquiryFields) =>
  context.operations().readFields(fields, { now: Date.now(), zone: machineTimeZone() });

async function exportCsv(context: CommandContext, messages: readonly FoundMessage[]): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: l10n.t("Export CSV"),
    filters: { CSV: ["csv"] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, "messages.csv") }),
  });
  if (!uri) return;
  const text = context.operations().messageRows(messages).join("\n");
  // Spreadsheets take the text for another encoding without a byte-order mark.
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`\uFEFF${text}\n`));
}
