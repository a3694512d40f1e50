import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import { pickMany, pickOne } from "../../host/picks";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import type { FindingStore } from "../../window/findings/findingStore";
import type { CommandMap } from "../../host/commandIds";
import type { IgnoredFindings } from "../../operations/diagnosis/ignoredFindings";
import { IGNORED_FILE } from "../../operations/diagnosis/ignoredFindings";

export function getFindingCommands(
  context: CommandContext,
  parts: { findings: FindingStore; ignored: IgnoredFindings; documents: Documents; changed(): Promise<void> },
): CommandMap {
  const choose = async (argument: unknown, placeHolder: string) => {
    const cause = causeOf(argument);
    const found = parts.findings.findings(new Set());
    if (cause !== undefined)
      return found.find((finding) => finding.cause === cause) ?? { cause, title: cause, explanation: "" };
    if (found.length === 0)
      throw new ExpectedError("no-findings", l10n.t("There is no finding"), l10n.t("Diagnose first."));
    const items = found.map((finding) => ({ label: finding.title, description: finding.cause, finding }));
    return (await pickOne(items, { placeHolder }))?.finding;
  };
  return {
    "messaging.finding.explain": async (argument) => {
      const finding = await choose(argument, l10n.t("Choose a finding to explain"));
      if (!finding) return undefined;
      const { cause } = finding;
      // The pages are in English.
      const page = context.language === "en" ? await readPage(context.extension.extensionUri, cause) : undefined;
      await parts.documents.open(`${cause}.md`, context.operations().findingDocument({ fixes: [], ...finding }, page));
      return cause;
    },
    "messaging.finding.ignore": async (argument) => {
      const finding = await choose(argument, l10n.t("Choose a finding to ignore in this workspace"));
      if (!finding) return undefined;
      await parts.ignored.add(finding.cause);
      await parts.changed();
      void context.notifier.info(
        l10n.t("Ignored in this workspace: {0}. It stands in {1}.", finding.title, IGNORED_FILE),
        {
          title: l10n.t("Undo"),
          run: async () => {
            await parts.ignored.remove(finding.cause);
            await parts.changed();
          },
        },
      );
      return finding.cause;
    },
    "messaging.finding.manageIgnored": async () => {
      const ignored = await parts.ignored.list();
      if (ignored.length === 0) {
        void context.notifier.info(l10n.t("No finding is ignored in this workspace."));
        return [];
      }
      const { titleOfCause } = context.operations();
      const items = ignored.map(({ cause, since }) => ({
        label: titleOfCause(cause, context.language) ?? cause,
        description: `${cause} · ${l10n.t("since {0}", since)}`,
        cause,
      }));
      const placeHolder = l10n.t("Chosen findings are shown again");
      const picked = await pickMany(items, { placeHolder });
      for (const { cause } of picked ?? []) await parts.ignored.remove(cause);
      await parts.changed();
      return (await parts.ignored.list()).map(({ cause }) => cause);
    },
  };
}

function causeOf(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  const { cause } = (argument ?? {}) as { cause?: unknown };
  return typeof cause === "string" ? cause : undefined;
}

/** The cause's page of the bundled documentation, if there is one. */
async function readPage(extensionUri: vscode.Uri, cause: string): Promise<string | undefined> {
  try {
    const uri = vscode.Uri.joinPath(extensionUri, "docs", "causes", `${cause.replace(/[^a-z0-9.-]/g, "")}.md`);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // a cause without a page is explained by its finding alone
  }
}
