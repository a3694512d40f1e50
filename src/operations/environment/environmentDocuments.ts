import * as l10n from "@vscode/l10n";
import { fencedBlock, inlineMarkdown, markdownTable } from "../../common/shown/markdown";
import type { Candidate } from "../../targets/discovery/discovery";
import { contradictedBy, toldBy } from "../../targets/version/versionProfile";
import { certaintyText, placeText as placed } from "./draftEnvironment";
import type { EnvironmentDraft } from "./draftEnvironment";
import { partSymbol, partTitle } from "./partCheck";
import type { PartCheck } from "./partCheck";

/** What a check saw of each part, as Markdown. */
export function checkDocument(name: string, checks: readonly PartCheck[]): string {
  return [
    `# ${inlineMarkdown(l10n.t("Check of {0}", name))}`,
    "",
    ...checkTable(checks),
    "",
    l10n.t("Looking changed nothing: nothing was sent or received."),
    "",
  ].join("\n");
}

function checkTable(checks: readonly PartCheck[]): string[] {
  return markdownTable(
    ["", l10n.t("Part"), l10n.t("What was seen"), l10n.t("Took")],
    checks.map(({ part, status, sentence, elapsedMs }) => [
      partSymbol[status],
      partTitle(part),
      sentence,
      status === "absent" ? "" : `${elapsedMs}\u00a0ms`,
    ]),
  );
}

/** What was found, which parts of it respond, and what would be written. */
export function discoveryDocument(
  { proposed: { name, values, secrets, notes, version }, input, checks }: EnvironmentDraft,
  isReplaced: boolean,
): string {
  const rows = values.map(({ path, value, certainty, at, alternatives }) => [
    path,
    String(value),
    certaintyText(certainty),
    placed(at),
    alternatives.map((each: Candidate<string | boolean>) => `${each.value} ${placed(each.at)}`.trim()).join(", "),
  ]);
  const secretRows = secrets.map(({ variable, isSet, at }) => [
    variable,
    isSet ? l10n.t("is set; the value was not read") : l10n.t("(empty)"),
    placed(at),
  ]);
  return [
    `# ${inlineMarkdown(l10n.t("Environment {0}", name))}`,
    "",
    ...(version.generation
      ? [inlineMarkdown(l10n.t("Backend of the generation {0}: {1}.", version.generation, toldBy(version))), ""]
      : []),
    ...(contradictedBy(version)
      ? [inlineMarkdown(l10n.t("Signs of another generation: {0}.", contradictedBy(version))), ""]
      : []),
    `## ${l10n.t("Found")}`,
    "",
    ...markdownTable([l10n.t("Setting"), l10n.t("Value"), l10n.t("How sure"), l10n.t("Where"), l10n.t("Or")], rows),
    "",
    ...(secretRows.length > 0 ? [...markdownTable([l10n.t("Secret"), "", l10n.t("Where")], secretRows), ""] : []),
    ...notes.map(({ sentence, at }) => `- ${inlineMarkdown(`${sentence} ${placed(at)}`.trimEnd())}`),
    ...(notes.length > 0 ? [""] : []),
    ...(checks.length > 0 ? [`## ${l10n.t("Checked")}`, "", ...checkTable(checks), ""] : []),
    `## ${isReplaced ? l10n.t("Replaces the entry in messaging.environments") : l10n.t("Would be written to messaging.environments")}`,
    "",
    fencedBlock(JSON.stringify({ [name]: input }, null, 2), "json"),
    "",
  ].join("\n");
}
