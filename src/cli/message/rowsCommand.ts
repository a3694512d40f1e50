import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import pc from "picocolors";
import { maskText } from "../../common/masking";
import { zonedTime } from "../../common/zonedTime";
import type { LogRow } from "../../runtime/control/stackContract";
import type { Environment, TenantTarget } from "../../targets/environment";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { recoverCodes } from "../../targets/solapi/recoveredCodes";
import type { RecoveredCode } from "../../targets/solapi/recoveredCodes";
import type { CliContext } from "../cliContext";
import { environmentOption, tenantDataOf, withEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { withStack } from "../stack/stackSession";

interface RowsOptions extends EnvironmentChoice {
  tenant?: string;
  last: number;
}

export function addRowsCommand(program: Command, context: CliContext): void {
  program
    .command("rows")
    .description("the newest rows of NotificationLog, with the provider codes that the backend threw away")
    .option("--tenant <code>", "whose; the environment's own tenant by default")
    .option("--last <count>", "how many at most", count, 20)
    .addOption(environmentOption())
    .action(({ tenant, last, environment: file }: RowsOptions) =>
      context.run(async ({ output, stack }) => {
        const look = async (environment: Environment) => {
          const rows = await newestRows(tenantDataOf(environment), tenant ?? environment.tenantCode, last);
          const codes = environment.provider ? await recoverCodes(rows, environment.provider) : [];
          output.json({ version: 1, rows, recovered: codes });
          const byRow = new Map(codes.map((code) => [code.rowId, code]));
          for (const row of rows) output.line(lineOf(row, byRow.get(row.id)));
          if (rows.length === 0) output.line(l10n.t("no NotificationLog yet"));
          return exitCodes.ok;
        };
        if (file !== undefined) return withEnvironment(file, look);
        return withStack(stack, (client) => look(createLocalEnvironment(client)));
      }),
    );
}

/** Ids are counted over all tenants, so the span is widened until enough of its rows are this tenant's. Oldest first. */
async function newestRows(tenants: TenantTarget, code: string, wanted: number): Promise<LogRow[]> {
  const newest = await tenants.lastLogId(code);
  for (let span = wanted; ; span *= 8) {
    const afterId = Math.max(0, newest - span);
    const rows = await tenants.notificationLogs(afterId, code);
    if (rows.length >= wanted || afterId === 0) return rows.slice(-wanted);
  }
}

function lineOf(row: LogRow, recovered: RecoveredCode | undefined): string {
  const { id, sent_at, success, failure_reason, recipient_summary } = row;
  const mark = success ? pc.green("✔") : pc.red("✖");
  const reason = success ? l10n.t("success") : failure_reason.trim() || l10n.t("no reason was stored");
  const line = maskText(`${mark} #${id}  ${zonedTime(sent_at)}  ${recipient_summary}  ${reason}`);
  return recovered ? `${line}\n    ${recoveredText(recovered)}` : line;
}

function recoveredText({ statusCode, record, confidence, candidates }: RecoveredCode): string {
  const words = record.statusMessage ? ` ${record.statusMessage}` : "";
  const sure = l10n.t("{0} % sure, of {1} records that fit", Math.round(confidence * 100), candidates);
  return maskText(`${l10n.t("Solapi's record says {0}", `${statusCode}${words}`)} ${pc.dim(`(${sure})`)}`);
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 1000) throw new InvalidArgumentError("1 to 1000.");
  return number;
}
