import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { controlWorker } from "../../operations/worker/controlWorker";
import type { WorkerAction } from "../../operations/worker/controlWorker";
import type { CliContext } from "../cliContext";
import { confirmOption, environmentOption, onEnvironment, yesOption } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { operationOf } from "../terminalInteraction";
import type { Answers } from "../terminalInteraction";

const actions: Record<WorkerAction, string> = {
  start: "start the worker",
  stop: "stop it in good order",
  restart: "stop it and start it again",
};

export function addWorkerCommands(program: Command, context: CliContext): void {
  const worker = program
    .command("worker")
    .description("start and stop the worker of the running local stack, or a container");
  for (const [action, description] of Object.entries(actions) as [WorkerAction, string][]) {
    worker
      .command(action)
      .description(description)
      .addOption(environmentOption())
      .addOption(yesOption())
      .addOption(confirmOption())
      .action(({ yes, confirm, ...choice }: EnvironmentChoice & Answers) =>
        context.run(async ({ output, stack }) => {
          const worker = await onEnvironment(stack, choice, "running", (each) =>
            controlWorker(each, action, operationOf(stack, { yes, confirm })),
          );
          if (!worker) return exitCodes.stopped;
          output.json({ version: 1, worker });
          output.line(l10n.t("Worker: {0}", action === "stop" ? l10n.t("stopped") : (worker.state ?? "?")));
          return exitCodes.ok;
        }),
      );
  }
}
