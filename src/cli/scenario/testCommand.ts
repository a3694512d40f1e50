import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { ExpectedError, messageOf } from "../../common/errors";
import { readScenarios } from "../../operations/scenario/readScenarios";
import { runScenarios } from "../../operations/scenario/runScenarios";
import type { FileResult } from "../../operations/scenario/runScenarios";
import type { CliContext, CommandRun } from "../cliContext";
import { languageOf } from "../cliLanguage";
import { exitCodes } from "../exitCodes";
import { wholeCount } from "../message/filterOptions";
import { interruption, stateDirFor } from "../stack/stackSession";
import { addSaveCommand } from "./saveCommand";
import { junitReport } from "./junitReport";
import { countLine, scenarioLines } from "./scenarioLines";
import { summaryReport } from "./summaryReport";
import { changedFiles } from "./scenarioWatch";

interface TestOptions {
  junit?: string;
  summary?: string;
  jobs?: number;
  watch?: boolean;
}

export function addTestCommand(program: Command, context: CliContext): void {
  const test = program
    .command("test")
    .description("run scenarios: what is sent, and what must become of it. Each runs in a stack of its own")
    .argument("[files...]", "files or folders of *.scenario.yaml; those in .messaging by default")
    .option("--junit <file>", "also write JUnit's XML")
    .option("--summary <file>", "also add a summary in Markdown, as GitHub's GITHUB_STEP_SUMMARY takes it")
    .option("--jobs <count>", "how many run at the same time; two for each core by default", wholeCount)
    .option("--watch", "run a file again when it changes, until Ctrl-C")
    .addHelpText(
      "after",
      "\nExit code: 0 all passed, 1 some failed, 2 some could not be run, 64 a file cannot be read or there is none.",
    )
    .action((files: string[], options: TestOptions) =>
      context.run(async (run) => {
        const signal = interruption();
        const results = await runOnce(run, files, options, signal);
        if (!options.watch) return exitOf(results);
        for await (const changed of changedFiles(path.resolve(run.stack.workspace), files, signal))
          await runOnce(run, changed, options, signal);
        return exitCodes.ok;
      }),
    );
  addSaveCommand(test, context);
}

async function runOnce(
  { output, stack }: CommandRun,
  named: readonly string[],
  { junit, summary, jobs }: TestOptions,
  signal: AbortSignal,
): Promise<FileResult[]> {
  const workspace = path.resolve(stack.workspace);
  const startedAt = performance.now();
  const files = await readScenarios(workspace, named);
  // Beside JUnit's XML, a job keeps them with it.
  const reports =
    junit === undefined
      ? path.join(stateDirFor(stack), "scenarios")
      : path.join(path.dirname(path.resolve(workspace, junit)), "messaging-reports");
  const place = { workspace, reports, distDir: __dirname, variables: process.env, ...(jobs !== undefined && { jobs }) };
  const results: FileResult[] = [];
  for await (const result of runScenarios(files, place, { signal, language: languageOf(process.env), workspace })) {
    results.push(result);
    for (const line of scenarioLines(result, workspace)) output.line(line);
  }
  output.line(countLine(results, performance.now() - startedAt));
  output.json({ version: 1, results });
  const elapsedMs = performance.now() - startedAt;
  if (junit !== undefined) await addReport(path.resolve(workspace, junit), junitReport(results, workspace), "w");
  if (summary !== undefined)
    await addReport(path.resolve(workspace, summary), summaryReport(results, workspace, elapsedMs), "a");
  return results;
}

async function addReport(file: string, report: string, flag: "w" | "a"): Promise<void> {
  try {
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, report, { flag });
  } catch (error) {
    throw new ExpectedError(
      "report-unwritable",
      l10n.t("The report cannot be written: {0}", messageOf(error)),
      l10n.t("Name another file."),
      { cause: error },
    );
  }
}

function exitOf(results: readonly FileResult[]): number {
  const broken = results.filter(({ status }) => status === "broken").map(({ problem }) => problem?.reason);
  if (broken.includes("scenario-unreadable")) return exitCodes.usage;
  if (broken.some((reason) => reason?.startsWith("stack-"))) return exitCodes.unavailable;
  if (results.some(({ status }) => status === "failed")) return exitCodes.stopped;
  return broken.length > 0 ? exitCodes.unknown : exitCodes.ok;
}
