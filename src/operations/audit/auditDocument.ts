import * as l10n from "@vscode/l10n";
import { dateTime } from "../../common/clockTime";
import { inlineMarkdown, markdownTable } from "../../common/shown/markdown";
import type { AuditEntry } from "../../targets/safety/auditLog";

/** What was written and sent, as Markdown; times as the reader's clock has them. */
export function auditDocument(file: string, writes: readonly AuditEntry[]): string {
  const rows = writes
    .toReversed()
    .map(({ at, environment, description, via, outcome, reason = "", user }) => [
      dateTime(Date.parse(at)).replace(" ", "\u00a0"),
      environment,
      description,
      via,
      [outcomeText(outcome), reason].filter(Boolean).join(": "),
      user,
    ]);
  const head = [l10n.t("Time"), l10n.t("Environment"), l10n.t("What"), l10n.t("Via"), l10n.t("Outcome"), l10n.t("Who")];
  return [
    `# ${l10n.t("Audit log")}`,
    "",
    inlineMarkdown(l10n.t("What was written and sent from this workspace, the newest first. The file: {0}", file)),
    "",
    ...(rows.length > 0 ? markdownTable(head, rows) : [l10n.t("Nothing was written or sent yet.")]),
    "",
  ].join("\n");
}

function outcomeText(outcome: AuditEntry["outcome"]): string {
  switch (outcome) {
    case "begun":
      return l10n.t("begun; how it ended is not known");
    case "done":
      return l10n.t("done");
    case "failed":
      return l10n.t("failed");
    case "refused":
      return l10n.t("refused");
  }
}
