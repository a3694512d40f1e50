import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import type { CliContext } from "../cliContext";
import { exitCodes } from "../exitCodes";
import { runningStack } from "./stackSession";

const actions = {
  start: "start the worker",
  stop: "stop it in good order",
  restart: "stop it and start it again",
} as const;

export function addWorkerCommands(program: Command, context: CliContext): void {
  const worker = program.command("worker").description("start and stop the worker of the running local stack");
  for (const [action, description] of Object.entries(actions)) {
    worker
      .command(action)
      .description(description)
      .action(() =>
        context.run(async ({ output, stack }) => {
          const { worker } = await (await runningStack(stack)).worker(action as keyof typeof actions);
          output.json({ version: 1, worker });
          output.line(l10n.t("Worker: {0}, process {1}", worker.state, worker.pid ?? "-"));
          return exitCodes.ok;
        }),
      );
  }
}
