import type { Command } from "commander";
import { Option } from "commander";
import { connectBackend } from "../../operations/stack/connectBackend";
import type { CliContext } from "../cliContext";
import { onEnvironment } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import { variableFormats, variableText } from "./variableText";
import type { VariableFormat } from "./variableText";
import { composeOverride } from "../../operations/program/composeOverride";

interface EnvOptions {
  format: VariableFormat | "compose-override";
  service?: string[];
}

export function addEnvCommand(program: Command, context: CliContext): void {
  program
    .command("env")
    .description("the variables with which an API or worker of your own uses the running local stack")
    .addOption(
      new Option("--format <format>", "how they are printed")
        .choices([...variableFormats, "compose-override"])
        .default("shell"),
    )
    .option("--service <names...>", "for compose-override: services of the compose file, if not its API and worker")
    .addHelpText(
      "after",
      '\nIn a shell: eval "$(messaging env)". To lead api.solapi.com to the sandbox: messaging run.',
    )
    .action(({ format, service: services = [] }: EnvOptions) =>
      context.run(async ({ output, stack }) => {
        if (format === "compose-override") {
          const choice = { folder: stack.workspace, distDir: __dirname, services };
          const file = await onEnvironment(stack, {}, "running", (environment) => composeOverride(environment, choice));
          if (output.isJson) output.json({ version: 1, file });
          else process.stdout.write(file);
          return exitCodes.ok;
        }
        const variables = await onEnvironment(stack, {}, "running", (environment) => connectBackend(environment));
        if (output.isJson) output.json({ version: 1, variables });
        else process.stdout.write(`${variableText(variables, format)}\n`);
        return exitCodes.ok;
      }),
    );
}
