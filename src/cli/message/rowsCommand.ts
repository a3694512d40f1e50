import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import pc from "picocolors";
import { maskText } from "../../common/masking";
import { zonedTime } from "../../common/zonedTime";
import type { LogRow } from "../../runtime/control/stackContract";
import { listLogs } from "../../operations/notificationLogs/listLogs";
import type { RecoveredCode } from "../../targets/solapi/recoveredCodes";
import type { CliContext } from "../cliContext";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";

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
    .action(({ tenant, last, ...choice }: RowsOptions) =>
      context.run(async ({ output, stack }) => {
        const listed = await onEnvironment(stack, choice, "started", (environment) =>
          listLogs(environment, { tenantCode: tenant ?? environment.tenantCode, limit: last }),
        );
        const oldestFirst = listed.toReversed();
        output.json({
          version: 1,
          rows: oldestFirst.map(({ row }) => row),
          recovered: oldestFirst.flatMap(({ recovered }) => recovered ?? []),
        });
        for (const { row, recovered } of oldestFirst) output.line(lineOf(row, recovered));
        if (listed.length === 0) output.line(l10n.t("no NotificationLog yet"));
        return exitCodes.ok;
      }),
    );
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
