import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import { trustedFolder } from "../../host/workspace";
import { traceIdArgument } from "../arguments";
import type { CommandContext } from "../context";
import { askForOriginal, originalMessage } from "./originalMessage";
import type { SentOf } from "./originalMessage";

/** Saves a message as a scenario of the workspace, and opens it. Resolves with the file; undefined: the user gave up. */
export async function saveAsScenario(context: CommandContext, sentOf: SentOf, argument: unknown): Promise<unknown> {
  const workspace = trustedFolder();
  if (workspace === undefined)
    throw new ExpectedError(
      "no-folder",
      l10n.t("A scenario is saved in a folder that you trust"),
      l10n.t("Open a folder, and trust it."),
    );
  const title = l10n.t("Save as scenario");
  const source = traceIdArgument(argument) ?? (await askForOriginal(context, title));
  if (source === undefined || source === "") return undefined;
  const saved = await withCancellableProgress(title, async (signal, report) => {
    const operation = context.operation(signal, report);
    const original = await originalMessage(context, sentOf, source, operation);
    // The verdict that the views show is the one to keep.
    const verdict = context.findings.verdictOf(source);
    return (
      original &&
      context.operations().saveScenario({ ...original, ...(verdict && { verdict }) }, { workspace }, operation)
    );
  });
  if (!saved) return undefined;
  await vscode.window.showTextDocument(vscode.Uri.file(saved.file), { preview: false });
  return { file: saved.file };
}
