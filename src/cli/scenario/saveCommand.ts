import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { saveScenario } from "../../operations/scenario/saveScenario";
import { withCommandLine } from "../../runtime/control/ownCommand";
import type { CliContext } from "../cliContext";
import { commandLine } from "../commandLine";
import { environmentOption } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { originalAt } from "../message/originalSource";
import { shellWord } from "../shellWord";
import { operationOf } from "../terminalInteraction";

/** `messaging test save`. */
export function addSaveCommand(test: Command, context: CliContext): void {
  test
    .command("save")
    .description("save a message as a scenario: the same shape and cause, with made-up numbers and names")
    .argument("<file|id>", "a bundle of evidence or a queue's message (JSON), or a message's id")
    .argument("[scenario]", "the file to write, which must not exist; .messaging/CAUSE.scenario.yaml by default")
    .addOption(environmentOption())
    .action((source: string, scenario: string | undefined, choice: EnvironmentChoice) =>
      context.run(async ({ output, stack }) => {
        const operation = operationOf(stack);
        const original = await originalAt(source, stack, choice, operation);
        if (!original) return exitCodes.stopped;
        const workspace = path.resolve(stack.workspace);
        const place = { workspace, ...(scenario !== undefined && { file: scenario }) };
        const { file, name, missing } = await saveScenario(original, place, operation);
        const shown = path.relative(workspace, file);
        output.json({ version: 1, file, name, missing });
        output.line(l10n.t("Saved as {0}", shown));
        for (const each of missing.length > 0
          ? [l10n.t("Not in this scenario:"), ...missing.map((one) => `- ${one}`)]
          : [])
          output.line(`  ${each}`);
        output.line(l10n.t("Run it: {0}", withCommandLine(`messaging test ${shellWord(shown)}`, commandLine())));
        return exitCodes.ok;
      }),
    );
}
