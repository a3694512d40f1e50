import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import pc from "picocolors";
import type {
  Candidate,
  Certainty,
  DiscoveredValue,
  Place,
  ProposedEnvironment,
} from "../../targets/discovery/discovery";
import { checkEnvironment } from "../../operations/environment/checkEnvironment";
import { discoverEnvironments } from "../../operations/environment/discoverEnvironments";
import { placeText } from "../../operations/environment/draftEnvironment";
import { partSymbol, partTitle, verdictOfParts } from "../../operations/environment/partCheck";
import type { PartCheck } from "../../operations/environment/partCheck";
import type { CliContext } from "../cliContext";
import { environmentOption, withEnvironment } from "./environmentOption";
import type { EnvironmentChoice } from "./environmentOption";
import { exitCodes, exitOfVerdict } from "../exitCodes";
import type { StackChoice } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";
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
        const discovery = await discoverEnvironments(folder);
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
    .action((choice: EnvironmentChoice & { environment: string }) =>
      context.run(({ output, stack }) => showCheck(output, stack, choice.environment, choice)),
    );
}

/** The exit code says whether everything configured is in order. */
export async function showCheck(
  output: Output,
  stack: StackChoice,
  file: string,
  choice: EnvironmentChoice,
): Promise<number> {
  const check = await withEnvironment(file, choice, (environment) => checkEnvironment(environment, operationOf(stack)));
  output.json(check);
  output.line(check.environment);
  for (const { part, status, sentence } of check.parts)
    output.line(`  ${paint[status](partSymbol[status])} ${padCells(partTitle(part), 8)} ${sentence}`);
  return exitOfVerdict[verdictOfParts(check.parts)];
}

const paint: Record<PartCheck["status"], (text: string) => string> = { ok: pc.green, failed: pc.red, absent: pc.dim };

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

const placed = (at: Place | undefined) => (at ? pc.dim(`  ${placeText(at)}`) : "");
