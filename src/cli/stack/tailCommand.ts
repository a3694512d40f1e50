import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { createLineMask, maskText } from "../../common/masking";
import { zonedTime } from "../../common/zonedTime";
import { openLog } from "../../operations/log/openLog";
import type { TailPiece } from "../../operations/log/openLog";
import type { CliContext } from "../cliContext";
import { environmentOption, onEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import type { Output } from "../output";
import { interruption } from "./stackSession";

interface TailOptions extends EnvironmentChoice {
  source: "worker" | "api";
  trace?: string;
  follow: boolean;
  minutes: number;
}

export function addTailCommand(program: Command, context: CliContext): void {
  program
    .command("tail")
    .description("follow the worker's log, or the API's, numbers masked")
    .addOption(new Option("--source <which>", "whose log").choices(["worker", "api"]).default("worker"))
    .addOption(environmentOption())
    .option("--minutes <number>", "with --environment and --no-follow: how far back", minutesOf, 15)
    .option("--trace <id>", "only the lines of one message")
    .option("--no-follow", "what is kept, then end")
    .action((options: TailOptions) =>
      context.run(async ({ output, stack }) => {
        const { environment, source, follow, minutes } = options;
        const signal = interruption();
        const maskLine = createLineMask(maskText);
        await onEnvironment(stack, options, "running", async (each) => {
          const log = openLog(each, source);
          if (follow) {
            const position = await log.begin(Infinity);
            for await (const piece of log.tail(position, signal)) show(output, piece, options, maskLine);
          } else {
            // The local stack keeps few lines: all of them are shown.
            const since = environment === undefined ? 0 : Date.now() - minutes * 60_000;
            for (const line of await log.linesSince(since, signal))
              show(output, { kind: "past", line }, options, maskLine);
          }
        });
        return exitCodes.ok;
      }),
    );
}

function minutesOf(value: string): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError("a number of minutes above 0.");
  return number;
}

function show(output: Output, entry: TailPiece, { trace }: TailOptions, maskLine: (line: string) => string): void {
  if (entry.kind === "gap") {
    const { at, reason, exitCode, oomKilled } = entry;
    const code = exitCode === undefined ? "" : ` · ${l10n.t("exit code {0}", exitCode)}`;
    output.line(
      pc.dim(`── ${zonedTime(at)} ${reason}${code}${oomKilled ? ` · ${l10n.t("killed: out of memory")}` : ""}`),
    );
    output.jsonLine({ at: new Date(at).toISOString(), gap: reason, exitCode, oomKilled });
    return;
  }
  const { at, text } = entry.line;
  if (trace !== undefined && !text.includes(trace)) return;
  const masked = maskLine(text);
  output.line(masked);
  output.jsonLine({ at: new Date(at).toISOString(), text: masked });
}
