import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { checkLayers, verdictOfCheck } from "../../operations/layers/check";
import type { CliContext } from "../cliContext";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitOfVerdict } from "../exitCodes";
import { lightLines } from "./lightLines";

export function addCheckCommand(program: Command, context: CliContext): void {
  program
    .command("check")
    .description("ask every layer how it is now; sends, receives and writes nothing")
    .addOption(environmentOption())
    .option("--tenant <code>", "the tenant whose data is looked at; the environment's own, else hakwonplus")
    .addHelpText("after", "\nExit code: 0 all is fine, 1 something is wrong, 2 not all can be told.")
    .action(({ tenant, ...choice }: EnvironmentChoice & { tenant?: string }) =>
      context.run(async ({ output, stack }) => {
        const { signal } = new AbortController();
        const options = tenant === undefined ? {} : { tenantCode: tenant };
        const check = await onEnvironment(stack, choice, "running", (environment) =>
          checkLayers(environment, { signal }, options),
        );
        output.json(check);
        output.line(check.environment);
        for (const line of lightLines(check.layers)) output.line(line);
        const verdict = verdictOfCheck(check);
        if (verdict === "fine") output.line(l10n.t("The layers are in order."));
        return exitOfVerdict[verdict];
      }),
    );
}
