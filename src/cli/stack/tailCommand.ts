import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import { zonedTime } from "../../common/zonedTime";
import type { Environment, TailEntry } from "../../targets/environment";
import type { CliContext } from "../cliContext";
import { environmentOption, withEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { exitCodes } from "../exitCodes";
import type { Output } from "../output";
import { runningStack } from "./stackSession";

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
        const interrupted = new AbortController();
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
        if (options.environment !== undefined) {
          await withEnvironment(options.environment, async (environment) => {
            for await (const entry of entriesOf(environment, options, interrupted.signal)) show(output, entry, options);
          });
          return exitCodes.ok;
        }
        const client = await runningStack(stack);
        const { source, follow } = options;
        const lines = follow ? client.logs(source, 0, interrupted.signal) : await client.recentLogs(source);
        for await (const line of lines) show(output, { kind: "line", line }, options);
        return exitCodes.ok;
      }),
    );
}

type Shown = { kind: "line"; line: { at: number; text: string } } | Extract<TailEntry, { kind: "gap" }>;

async function* entriesOf(
  { name, worker, api }: Environment,
  { source, follow, minutes }: TailOptions,
  signal: AbortSignal,
): AsyncGenerator<Shown> {
  const log = source === "worker" ? worker : api;
  if (follow && log?.tail) yield* log.tail(undefined, signal);
  else if (!follow && log?.linesSince) {
    const lines = await log.linesSince(Date.now() - minutes * 60_000, signal);
    for (const line of lines) yield { kind: "line", line };
  } else {
    throw new ExpectedError(
      "no-log",
      l10n.t("The environment {0} does not say where the log is: {1}", name, source),
      l10n.t("Add a container, a log file or a log group to it."),
    );
  }
}

function minutesOf(value: string): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError("a number of minutes above 0.");
  return number;
}

function show(output: Output, entry: Shown, { trace }: TailOptions): void {
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
  const masked = maskText(text);
  output.line(masked);
  output.jsonLine({ at: new Date(at).toISOString(), text: masked });
}
