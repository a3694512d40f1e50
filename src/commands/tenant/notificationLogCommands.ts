import * as l10n from "@vscode/l10n";
import { maskText } from "../../common/masking";
import type { CommandMap } from "../../host/commandIds";
import type { ListedLog } from "../../operations/notificationLogs/listLogs";
import { tenantCodeOf } from "../arguments";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import { inlineMarkdown, markdownTable } from "../../common/shown/markdown";

const SHOWN = 200;

export const getNotificationLogCommands = (context: CommandContext, documents: Documents): CommandMap => ({
  /** Returns the number of rows shown. */
  "messaging.notificationLog.open": async (argument) => {
    const { code, rows } = await context.perform(l10n.t("Show NotificationLog"), async (environment, { signal }) => {
      const tenantCode = tenantCodeOf(argument) ?? environment.tenantCode;
      const options = { tenantCode, limit: SHOWN };
      return { code: tenantCode, rows: await context.operations().listLogs(environment, options, signal) };
    });
    await documents.open("notification-log.md", documentOf(code, rows));
    return rows.length;
  },
});

function documentOf(code: string, rows: readonly ListedLog[]): string {
  const head = [l10n.t("Row"), l10n.t("Time"), l10n.t("Recipient"), l10n.t("Result"), l10n.t("Solapi's record")];
  const cells = rows.map(({ row, recovered }) => [
    `#${row.id}`,
    row.sent_at,
    row.recipient_summary,
    row.success ? l10n.t("success") : row.failure_reason.trim() || l10n.t("no reason was stored"),
    recovered ? `${recovered.statusCode} ${recovered.record.statusMessage ?? ""}`.trim() : "",
  ]);
  return [
    `# ${inlineMarkdown(l10n.t("NotificationLog of {0}", code))}`,
    "",
    l10n.t("The newest {0} rows at most, the newest first.", SHOWN),
    "",
    ...(rows.length > 0
      ? markdownTable(
          head,
          cells.map((row) => row.map(maskText)),
        )
      : [l10n.t("No row was written yet.")]),
    "",
  ].join("\n");
}
