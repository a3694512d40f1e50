import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import { ExpectedError } from "../../common/errors";
import type {
  Candidate,
  Certainty,
  DiscoveredValue,
  Place,
  ProposedEnvironment,
} from "../../targets/discovery/discovery";
import type { PartCheck } from "../../targets/environmentCheck";
import type { CliContext } from "../cliContext";
import { environmentOption, openEnvironments, withEnvironment } from "./environmentOption";
import { exitCodes } from "../exitCodes";
import { padCells } from "../output";
import type { Output } from "../output";

export function addEnvironmentCommands(program: Command, context: CliContext): void {
  const environment = program.command("environment").description("real backends: find one in a folder, check one");
  environment
    .command("discover")
    .description("what the files of a folder tell of its backend, and where; runs and connects to nothing")
    .option("--folder <folder>", "where the backend's code is", ".")
    .action(({ folder }: { folder: string }) =>
      context.run(async ({ output }) => {
        await requireFolder(folder);
        const discovery = await openEnvironments().discoverEnvironments(folder);
        output.json({ version: 1, ...discovery });
        for (const proposed of discovery.environments) showProposal(output, proposed);
        for (const { sentence } of discovery.notes) output.line(`${pc.yellow("!")} ${sentence}`);
        if (discovery.environments.length === 0) output.line(l10n.t("Nothing here points to a messaging backend."));
        return discovery.environments.length > 0 ? exitCodes.ok : exitCodes.unknown;
      }),
    );
  environment
    .command("check")
    .description("looks at each part of a backend; changes, receives and sends nothing")
    .addOption(environmentOption().makeOptionMandatory())
    .action(({ environment: file }: { environment: string }) => context.run(({ output }) => showCheck(output, file)));
}

/** Error: `environment-invalid`. */
async function requireFolder(folder: string): Promise<void> {
  const found = await fs.stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new ExpectedError(
    "environment-invalid",
    l10n.t("There is no folder {0}", path.resolve(folder)),
    l10n.t("Name the folder that holds the backend's code with {0}.", "--folder"),
  );
}

/** The exit code says whether everything configured is in order. */
export async function showCheck(output: Output, file: string): Promise<number> {
  const { name, checks } = await withEnvironment(file, async (environment) => ({
    name: environment.name,
    checks: await openEnvironments().checkEnvironment(environment),
  }));
  output.json({ version: 1, environment: name, parts: checks });
  output.line(name);
  for (const { part, status, sentence } of checks)
    output.line(`  ${symbol[status]} ${padCells(partTitle[part], 8)} ${sentence}`);
  if (checks.some(({ status }) => status === "failed")) return exitCodes.stopped;
  return checks.every(({ status }) => status === "absent") ? exitCodes.unknown : exitCodes.ok;
}

const symbol: Record<PartCheck["status"], string> = {
  ok: pc.green("✔"),
  failed: pc.red("✖"),
  absent: pc.dim("–"),
};

const partTitle: Record<PartCheck["part"], string> = {
  api: "API",
  queue: "SQS",
  worker: "Worker",
  tenants: "Data",
  provider: "Solapi",
};

const certaintySymbol: Record<Certainty, string> = { sure: pc.green("✔"), likely: pc.cyan("~"), guess: pc.yellow("?") };

function showProposal(output: Output, { name, values, missing, secrets, notes, version }: ProposedEnvironment): void {
  output.line(pc.bold(name) + (version.generation ? pc.dim(`  ${l10n.t("generation {0}", version.generation)}`) : ""));
  for (const value of values) output.line(`  ${certaintySymbol[value.certainty]} ${valueLine(value)}`);
  for (const path of missing) output.line(`  ${pc.red("✖")} ${padCells(path, 26)} ${l10n.t("found nowhere")}`);
  for (const { variable, isSet, at } of secrets) {
    const state = isSet ? l10n.t("is set; the value was not read") : l10n.t("(empty)");
    output.line(`  ${pc.dim("●")} ${padCells(variable, 26)} ${state}${placed(at)}`);
  }
  for (const { sentence, at } of notes) output.line(`  ${pc.yellow("!")} ${sentence}${placed(at)}`);
  output.line();
}

function valueLine({ path, value, at, alternatives }: DiscoveredValue): string {
  const others = alternatives.map((each: Candidate<string | boolean>) => `${each.value}${placed(each.at)}`);
  const rest = others.length > 0 ? pc.dim(`  ${l10n.t("or {0}", others.join(", "))}`) : "";
  return `${padCells(path, 26)} ${value === "" ? l10n.t("(empty)") : value}${placed(at)}${rest}`;
}

const placed = (at: Place | undefined) => (at ? pc.dim(`  ${at.file}:${at.line}`) : "");
