import { once } from "node:events";
import type { Command } from "commander";
import { loadDebugger } from "../../debugger/debuggerModule";
import type { Environment } from "../../targets/environment";
import type { CliContext } from "../cliContext";
import { textsOf } from "../cliLanguage";
import { onEnvironment } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import type { StackChoice } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";

export function addDebugAdapterCommand(program: Command, context: CliContext): void {
  program
    .command("debug-adapter")
    .description("the message debugger for editors other than VS Code: the Debug Adapter Protocol on stdin and stdout")
    .action(() =>
      context.run(async ({ stack }) => {
        await loadDebugger(__dirname, textsOf(process.env)).serveDebugSession({
          open: (signal) => openUntil(stack, signal),
          operation: (signal) => operationOf(stack, { yes: true }, signal),
        });
        return exitCodes.ok;
      }),
    );
}

/** The local stack, started if none runs, and then ended after the signal. */
function openUntil(stack: StackChoice, signal: AbortSignal): Promise<Environment> {
  return new Promise((resolve, reject) => {
    const use = async (environment: Environment) => {
      resolve(environment);
      if (!signal.aborted) await once(signal, "abort");
    };
    onEnvironment(stack, {}, "started", use).catch(reject);
  });
}
