import type { Command } from "commander";
import { Option } from "commander";
import { whileWorkerIsAside } from "../../operations/program/workerAside";
import { programVariables } from "../../operations/program/programVariables";
import { checkHookLoads } from "../../operations/program/hookLoading";
import { watchConsumers } from "../../operations/program/consumerNotices";
import { messageOf } from "../../common/errors";
import { withCommandLine } from "../../runtime/control/ownCommand";
import type { Environment } from "../../targets/environment";
import type { CliContext } from "../cliContext";
import { commandLine } from "../commandLine";
import type { Output } from "../output";
import { exitCodes } from "../exitCodes";
import { onEnvironment } from "../environment/environmentOption";
import { operationOf } from "../terminalInteraction";
import { ProgramRun } from "./programRun";

export function addRunCommand(program: Command, context: CliContext): void {
  program
    .command("run")
    .description("run an API or worker of your own on the local stack: run --role worker -- python worker.py")
    .argument("<command...>", "the program and its arguments, after --")
    .addOption(
      new Option("--role <role>", "what the program is: in place of a worker the stack's own steps aside").choices([
        "api",
        "worker",
      ]),
    )
    .addHelpText("after", "\napi.solapi.com leads to the sandbox. The exit code is the program's.")
    .action((words: string[], { role }: { role?: "api" | "worker" }) =>
      context.run(async ({ output, stack }) => {
        checkHookLoads(words);
        const run = new ProgramRun();
        try {
          return await onEnvironment(stack, {}, "started", async (environment) => {
            const start = { inherited: process.env, distDir: __dirname };
            const variables = await programVariables(environment, start);
            const watched = new AbortController();
            const told = tellNotices(environment, watched.signal, output);
            const started = () =>
              run.start(words, variables).finally(() => {
                watched.abort();
                return told;
              });
            if (role !== "worker") return started();
            return (await whileWorkerIsAside(environment, operationOf(stack), started)) ?? exitCodes.stopped;
          });
        } finally {
          run.dispose();
        }
      }),
    );
}

/** What the queue sees is said beside the program's own output. The program's run does not depend on it. */
async function tellNotices(environment: Environment, signal: AbortSignal, output: Output): Promise<void> {
  try {
    for await (const { text, nextStep } of watchConsumers(environment, signal))
      output.problem(text, withCommandLine(nextStep, commandLine()));
  } catch (error) {
    if (!signal.aborted) output.problem(messageOf(error));
  }
}
