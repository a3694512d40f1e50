import * as l10n from "@vscode/l10n";
import type { Candidate, Certainty, Place, ProposedEnvironment } from "../../targets/discovery/discovery";
import type { PartCheck } from "../../targets/environmentCheck";
import type { EnvironmentInput } from "../../targets/settings/environmentSettings";
import { contradictedBy, toldBy } from "../../targets/version/versionProfile";
import { markdownTable } from "../markdownTable";

/** Titles of the parts, the same everywhere. */
export function partTitle(part: PartCheck["part"]): string {
  switch (part) {
    case "api":
      return "API";
    case "queue":
      return "SQS";
    case "worker":
      return l10n.t("Worker");
    case "tenants":
      return l10n.t("Data");
    case "provider":
      return "Solapi";
  }
}

export const checkSymbol: Record<PartCheck["status"], string> = { ok: "✔", failed: "✖", absent: "–" };

export function checkDocument(name: string, checks: readonly PartCheck[]): string {
  return [
    `# ${l10n.t("Check of {0}", name)}`,
    "",
    ...checkTable(checks),
    "",
    l10n.t("Looking changed nothing: nothing was sent or received."),
    "",
  ].join("\n");
}

function checkTable(checks: readonly PartCheck[]): string[] {
  return markdownTable(
    ["", l10n.t("Part"), l10n.t("What was seen"), l10n.t("Time")],
    checks.map(({ part, status, sentence, elapsedMs }) => [
      checkSymbol[status],
      partTitle(part),
      sentence,
      status === "absent" ? "" : `${elapsedMs} ms`,
    ]),
  );
}

/** What was found, which parts of it respond, and what would be written. */
export function discoveryDocument(
  { name, values, secrets, notes, version }: ProposedEnvironment,
  input: EnvironmentInput,
  checks: readonly PartCheck[],
  isReplaced: boolean,
): string {
  const rows = values.map(({ path, value, certainty, at, alternatives }) => [
    `\`${path}\``,
    String(value),
    certaintyText(certainty),
    placed(at),
    alternatives.map((each: Candidate<string | boolean>) => `${each.value} ${placed(each.at)}`.trim()).join(", "),
  ]);
  const secretRows = secrets.map(({ variable, isSet, at }) => [
    `\`${variable}\``,
    isSet ? l10n.t("is set; the value was not read") : l10n.t("(empty)"),
    placed(at),
  ]);
  return [
    `# ${l10n.t("Environment {0}", name)}`,
    "",
    ...(version.generation
      ? [l10n.t("Backend of the generation {0}: {1}.", version.generation, toldBy(version)), ""]
      : []),
    ...(contradictedBy(version) ? [l10n.t("Signs of another generation: {0}.", contradictedBy(version)), ""] : []),
    `## ${l10n.t("Found")}`,
    "",
    ...markdownTable([l10n.t("Setting"), l10n.t("Value"), l10n.t("How sure"), l10n.t("Where"), l10n.t("Or")], rows),
    "",
    ...(secretRows.length > 0 ? [...markdownTable([l10n.t("Secret"), "", l10n.t("Where")], secretRows), ""] : []),
    ...notes.map(({ sentence, at }) => `- ${sentence} ${placed(at)}`.trimEnd()),
    ...(notes.length > 0 ? [""] : []),
    ...(checks.length > 0 ? [`## ${l10n.t("Checked")}`, "", ...checkTable(checks), ""] : []),
    `## ${isReplaced ? l10n.t("Replaces the entry in messaging.environments") : l10n.t("Would be written to messaging.environments")}`,
    "",
    "```json",
    JSON.stringify({ [name]: input }, null, 2),
    "```",
    "",
  ].join("\n");
}

export function certaintyText(certainty: Certainty): string {
  switch (certainty) {
    case "sure":
      return l10n.t("sure");
    case "likely":
      return l10n.t("likely");
    case "guess":
      return l10n.t("default value, not found anywhere");
  }
}

export const placed = (at: Place | undefined) => (at ? `${at.file}:${at.line}` : "");
