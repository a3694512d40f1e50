import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { maskText } from "../common/masking";
import type { CliContext } from "./cliContext";
import { exitCodes } from "./exitCodes";
import { commands } from "./cliCommands";
import { configureCliLanguage } from "./cliLanguage";
import { failureOf } from "./failures";
import { createOutput, endWithReader } from "./output";
import { addTrustOptions } from "./environment/environmentOption";
import { endWithParent } from "./parentPipe";

const program = new Command("messaging");

program
  .description("Runs the messaging path (API, SQS, worker, Solapi) on this machine and says where a message stopped.")
  .version(version)
  .option("--json", "one JSON object on stdout, nothing else")
  .option("--workspace <folder>", "whose local stack; this folder by default", process.cwd())
  .showHelpAfterError("Run with --help for the options.")
  .exitOverride();

const context: CliContext = {
  async run(command) {
    const { json = false, workspace } = program.opts<{ json?: boolean; workspace: string }>();
    process.exitCode = await command({ output: createOutput(json), stack: { workspace } });
  },
};

for (const add of commands) add(program, context);
// Options such as --json may also follow the command.
for (const command of program.commands.flatMap((each) => [each, ...each.commands])) {
  addTrustOptions(command);
  command.exitOverride().option("--json", "one JSON object on stdout, nothing else").hook("preAction", hoistGlobals);
}

function hoistGlobals(_program: Command, command: Command): void {
  for (let at: Command | null = command; at; at = at.parent) if (at.opts().json) program.setOptionValue("json", true);
}

async function main(): Promise<void> {
  endWithParent(process.env);
  endWithReader([process.stdout, process.stderr]);
  configureCliLanguage(process.env);
  try {
    await program.parseAsync();
  } catch (error) {
    const failure = failureOf(error);
    // commander has already reported what it cannot parse, and may not have parsed --json.
    if (failure) createOutput(process.argv.includes("--json")).failure(failure, error instanceof CommanderError);
    process.exitCode = failure?.exitCode ?? exitCodes.ok;
    if (process.env.MESSAGING_DEBUG)
      process.stderr.write(`${maskText((error instanceof Error && error.stack) || String(error))}\n`);
  }
}

void main();
