import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { Option } from "commander";
import { whileWorkerIsAside } from "../../operations/program/workerAside";
import { programVariables } from "../../operations/program/programVariables";
import { checkHookLoads } from "../../operations/program/hookLoading";
import { watchConsumers } from "../../operations/program/consumerNotices";
import type { ProgramRole } from "../../operations/program/folderProgram";
import { takenPortWarnings } from "../../operations/program/takenPort";
import { wordsOf } from "../../operations/program/programWords";
import { virtualPython } from "../../operations/program/pythonDebugger";
import { startOfService } from "../../operations/program/service/serviceStart";
import { ExpectedError, messageOf } from "../../common/errors";
import { withCommandLine } from "../../runtime/control/ownCommand";
import type { Environment } from "../../targets/environment";
import type { CliContext } from "../cliContext";
import { commandLine } from "../commandLine";
import type { Output } from "../output";
import { exitCodes } from "../exitCodes";
import { onEnvironment } from "../environment/environmentOption";
import { operationOf } from "../terminalInteraction";
import type { StackChoice } from "../stack/stackSession";
import { ProgramRun } from "./programRun";

interface RunOptions {
  role?: ProgramRole;
  service?: string;
}

export function addRunCommand(program: Command, context: CliContext): void {
  program
    .command("run")
    .description("run an API or worker of your own on the local stack: run --role worker -- python worker.py")
    .argument("[command...]", "the program and its arguments, after --")
    .addOption(
      new Option("--role <role>", "what the program is: in place of a worker the stack's own steps aside").choices([
        "api",
        "worker",
      ]),
    )
    .option(
      "--service <name>",
      "in place of a command: the program of this service of the compose file, with its variables",
    )
    .addHelpText("after", "\napi.solapi.com leads to the sandbox. The exit code is the program's.")
    .action((words: string[], options: RunOptions) =>
      context.run(async ({ output, stack }) => {
        if ((options.service === undefined) === (words.length === 0)) throw oneOfBoth();
        checkHookLoads(words);
        const run = new ProgramRun();
        try {
          return await onEnvironment(stack, {}, "started", async (environment) => {
            const { role, ...start } = await startOf(environment, stack, words, options);
            const watched = new AbortController();
            const told = tellNotices(environment, watched.signal, output);
            const started = () =>
              run.start(start.words, start.variables, start.cwd).finally(() => {
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

interface Start {
  words: readonly string[];
  variables: NodeJS.ProcessEnv;
  cwd?: string;
  role?: ProgramRole | undefined;
}

async function startOf(
  environment: Environment,
  stack: StackChoice,
  words: readonly string[],
  { role, service }: RunOptions,
): Promise<Start> {
  const folder = stack.workspace;
  const start = { inherited: process.env, distDir: __dirname };
  const { interaction } = operationOf(stack);
  if (service === undefined) {
    await interaction.warn(await takenPortWarnings(role, words));
    return { words, variables: await programVariables(environment, start), role };
  }
  const found = await startOfService(environment, { ...start, folder, service });
  await interaction.warn(found.notices.map((text) => ({ text })));
  const { program } = found;
  const python = await virtualPython([program.cwd, folder]);
  return {
    words: wordsOf({ ...program, ...(python !== undefined && { python }) }),
    variables: found.variables,
    cwd: program.cwd,
    role: role ?? found.role,
  };
}

const oneOfBoth = () =>
  new ExpectedError(
    "bad-request",
    l10n.t("It takes a command or a service"),
    l10n.t("Use {0} or {1}.", "messaging run -- COMMAND", "messaging run --service NAME"),
  );

/** What the queue sees is said beside the program's own output. The program's run does not depend on it. */
async function tellNotices(environment: Environment, signal: AbortSignal, output: Output): Promise<void> {
  try {
    for await (const { text, nextStep } of watchConsumers(environment, signal))
      output.problem(text, withCommandLine(nextStep, commandLine()));
  } catch (error) {
    if (!signal.aborted) output.problem(messageOf(error));
  }
}
