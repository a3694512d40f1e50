import type { Command } from "commander";
import { Option } from "commander";
import { maskText } from "../common/masking";
import type { CommandContext } from "./commandContext";
import { exitCodes } from "./exitCodes";
import { runningStack } from "./stackSession";

export function addTailCommand(program: Command, context: CommandContext): void {
  program
    .command("tail")
    .description("follow the worker's log, numbers masked")
    .addOption(new Option("--source <which>", "whose log").choices(["worker", "api"]).default("worker"))
    .option("--trace <id>", "only the lines of one message")
    .option("--no-follow", "what is kept, then end")
    .action(({ source, trace, follow }: { source: "worker" | "api"; trace?: string; follow: boolean }) =>
      context.run(async ({ output, stack }) => {
        const client = await runningStack(stack);
        const interrupted = new AbortController();
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
        const lines = follow ? client.logs(source, 0, interrupted.signal) : await client.recentLogs(source);
        for await (const { at, text } of lines) {
          if (trace !== undefined && !text.includes(trace)) continue;
          const masked = maskText(text);
          output.line(masked);
          // One object a line: whoever reads a stream cannot wait for its end.
          if (output.isJson)
            process.stdout.write(`${JSON.stringify({ at: new Date(at).toISOString(), text: masked })}\n`);
        }
        return exitCodes.ok;
      }),
    );
}
