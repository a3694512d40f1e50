import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { reproduce } from "../../operations/reproduction/reproduce";
import type { Reproduction } from "../../operations/reproduction/reproduce";
import { reproducedCauseText, reproducedText } from "../../operations/reproduction/reproductionText";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import type { CliContext } from "../cliContext";
import { environmentOption, yesOption } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { withStackOf } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";
import { originalAt } from "./originalSource";

interface ReproduceOptions extends EnvironmentChoice {
  keep?: boolean;
  yes?: boolean;
}

export function addReproduceCommand(program: Command, context: CliContext): void {
  program
    .command("reproduce")
    .description("bring a message home: the same shape and cause on the local stack, with made-up numbers and names")
    .argument("<file|id>", "a bundle of evidence or a queue's message (JSON), or a message's id")
    .addOption(environmentOption())
    .option("--keep", "leave the case and its fault set up in the running stack; fault clear undoes both")
    .addOption(yesOption())
    .addHelpText("after", "\nExit code: 0 the same cause, 1 another cause or nothing could be run, 2 cannot be told.")
    .action((source: string, { keep = false, yes, ...choice }: ReproduceOptions) =>
      context.run(async ({ output, stack }) => {
        const operation = operationOf(stack, { yes });
        const result = await withStackOf(stack, async (client) => {
          const original = await originalAt(source, stack, choice, operation);
          return original && reproduce(createLocalEnvironment(client), original, operation, { keep });
        });
        if (!result) return exitCodes.stopped;
        const { case: local, original, local: found, isSame, report } = result;
        output.json({
          version: 1,
          ...(isSame !== undefined && { same: isSame }),
          original,
          ...(found && { local: found }),
          case: local,
          ...(report && { traceIds: report.sent.traceIds }),
        });
        for (const line of linesOf(result)) output.line(line);
        if (isSame !== undefined) return isSame ? exitCodes.ok : exitCodes.stopped;
        return found ? exitCodes.unknown : exitCodes.stopped;
      }),
    );
}

function linesOf(result: Reproduction): string[] {
  const { original, local, isSame, case: found } = result;
  const mark = isSame === undefined ? "?" : isSame ? pc.green("✔") : pc.red("✖");
  const { missing } = found;
  return [
    `${mark} ${reproducedText(result)}`,
    `  ${l10n.t("Original: {0}", reproducedCauseText(original))}`,
    ...(local ? [`  ${l10n.t("Local: {0}", reproducedCauseText(local))}`] : []),
    ...(missing.length > 0 ? ["", `  ${l10n.t("Not brought home:")}`, ...missing.map((each) => `  - ${each}`)] : []),
  ];
}
