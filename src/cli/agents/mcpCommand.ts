import path from "node:path";
import type { Command } from "commander";
import { loadAgents } from "../../agents/agentsModule";
import type { CliContext } from "../cliContext";
import { textsOf } from "../cliLanguage";
import { exitCodes } from "../exitCodes";
import { interruption, stateDirFor } from "../stack/stackSession";
import { TerminalHost } from "./terminalHost";

interface McpOptions {
  environment?: string[];
  trustAddress?: string[];
  trust?: boolean;
}

export function addMcpCommand(program: Command, context: CliContext): void {
  program
    .command("mcp")
    .description("serve the tools for agents on standard input and output (Model Context Protocol)")
    .option(
      "--environment <file>",
      "a backend that agents may look at, as for the other commands; may be repeated",
      (file: string, before: string[] = []) => [...before, path.resolve(file)],
    )
    .addHelpText(
      "after",
      "\nReads only. What changes or sends is planned, and a person approves it: messaging approve. Ends with its input.",
    )
    .action((options: McpOptions) =>
      context.run(async ({ stack }) => {
        const agents = loadAgents(__dirname, textsOf(process.env));
        const plans = new agents.PlanRegistry(new agents.PlanFolder(stateDirFor(stack)));
        const host = new TerminalHost(stack, options, plans);
        try {
          await agents.serveMcp(host, process.stdin, process.stdout, interruption());
        } finally {
          await host.dispose();
        }
        return exitCodes.ok;
      }),
    );
}
