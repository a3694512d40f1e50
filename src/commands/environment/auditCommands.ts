import * as l10n from "@vscode/l10n";
import { dateTime } from "../../common/clockTime";
import type { CommandMap } from "../../host/commandIds";
import type { AuditEntry } from "../../targets/safety/auditLog";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import { inlineMarkdown, markdownTable } from "../../common/shown/markdown";

export const getAuditCommands = (context: CommandContext, documents: Documents): CommandMap => ({
  /** Returns the number of writes. */
  "messaging.audit.open": async () => {
    const { AuditLog, listWrites } = context.operations();
    const log = new AuditLog(context.stack.stateDir);
    const writes = await listWrites(log);
    await documents.open("audit.md", documentOf(log.file, writes));
    return writes.length;
  },
});

function documentOf(file: string, writes: readonly AuditEntry[]): string {
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
