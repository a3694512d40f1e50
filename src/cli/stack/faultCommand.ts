import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { clearFaults } from "../../operations/faults/clearFaults";
import { injectFault } from "../../operations/faults/injectFault";
import { listFaults } from "../../operations/faults/listFaults";
import type { CliContext } from "../cliContext";
import { onEnvironment } from "../environment/environmentOption";
import { commandLine } from "../commandLine";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import { operationOf } from "../terminalInteraction";

export function addFaultCommands(program: Command, context: CliContext): void {
  const fault = program.command("fault").description("set a cause up for real in the running local stack, and undo it");
  fault
    .command("list")
    .description("every cause that can be set up")
    .action(() =>
      context.run(async ({ output, stack }) => {
        const faults = await onEnvironment(stack, {}, "running", (environment) => listFaults(environment));
        output.json({ version: 1, faults });
        for (const { id, title, active } of faults)
          output.line(`${active ? pc.red("●") : " "} ${padCells(id, 34)} ${title}`);
        return exitCodes.ok;
      }),
    );
  fault
    .command("inject <cause>")
    .description("set up one cause")
    .action((cause: string) =>
      context.run(async ({ output, stack }) => {
        const injected = await onEnvironment(stack, {}, "running", (environment) =>
          injectFault(environment, cause, operationOf(stack)),
        );
        if (!injected) return exitCodes.stopped;
        output.json({ version: 1, fault: injected });
        output.line(`${pc.red("●")} ${injected.id}: ${injected.title}`);
        const [see, undo] = [`${commandLine()} diagnose --send`, `${commandLine()} fault clear`];
        output.line(l10n.t("See it: {0} · Undo: {1}", see, undo));
        return exitCodes.ok;
      }),
    );
  fault
    .command("clear [cause]")
    .description("undo one cause, or all")
    .action((cause: string | undefined) =>
      context.run(async ({ output, stack }) => {
        const cleared = await onEnvironment(stack, {}, "running", (environment) =>
          clearFaults(environment, cause, operationOf(stack)),
        );
        if (!cleared) return exitCodes.stopped;
        output.json({ version: 1, cleared });
        output.line(cleared.length === 0 ? l10n.t("No fault was active.") : l10n.t("Undone: {0}", cleared.join(", ")));
        return exitCodes.ok;
      }),
    );
}
