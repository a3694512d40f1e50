import * as l10n from "@vscode/l10n";
import pc from "picocolors";
import type { ExplainedFact, ExplainedRule, Explanation, LostReason } from "../../diagnosis/explanation";
import { titleOfCause } from "../../diagnosis/report/findingText";
import type { Basis } from "../../diagnosis/rules/rule";
import { languageOf } from "../cliLanguage";
import { padCells } from "../output";

/** The rules that became the verdict, the other causes with why they lost, and the facts that they rest on. */
export function explanationLines({ facts, factsLeftOut, rules }: Explanation): string[] {
  const verdict = rules.filter(({ became }) => became === "verdict");
  const lost = rules.filter(({ became }) => became !== "verdict");
  const known = facts.filter(({ line }) => line === undefined);
  const width = Math.max(0, ...known.map(({ fact }) => fact.length)) + 2;
  return [
    ...section(l10n.t("Why this verdict"), verdict.map(ruleLine)),
    ...section(l10n.t("Why no other"), lost.map(lossLine)),
    ...section(
      l10n.t("Facts"),
      known.map(({ fact, value, source }) => `${padCells(fact, width)}${value}${pc.dim(placeOf(source, undefined))}`),
    ),
    ...section(l10n.t("What lines tell"), byLine(facts)),
    ...(factsLeftOut === undefined ? [] : [`    ${pc.dim(l10n.t("and {0} more", factsLeftOut))}`]),
  ];
}

const section = (heading: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ["", `    ${pc.bold(heading)}`, ...lines.map((line) => `    ${line}`)];

const titleOf = ({ cause }: ExplainedRule) => titleOfCause(cause, languageOf(process.env)) ?? cause;
const percentOf = ({ confidence }: ExplainedRule) => `${Math.round(confidence * 100)} %`;

const ruleLine = (rule: ExplainedRule) =>
  `${titleOf(rule)}: ${basisWords[rule.basis]()}, ${percentOf(rule)}${pc.dim(`  ${rule.rule}${placeOf(rule.source, rule.line)}`)}`;

const lossLine = (rule: ExplainedRule) =>
  `${titleOf(rule)}: ${rule.lost ? lostWords[rule.lost]() : rule.became}, ${percentOf(rule)}${pc.dim(`  ${rule.rule}${placeOf(rule.source, rule.line)}`)}`;

const basisWords: Record<Basis, () => string> = {
  message: () => l10n.t("it is about a message"),
  state: () => l10n.t("it is a state"),
  absence: () => l10n.t("something expected is missing"),
  hint: () => l10n.t("a guess"),
};

const lostWords: Record<LostReason, () => string> = {
  over: () => l10n.t("it is over, a later attempt went through"),
  "stopped-earlier": () => l10n.t("the API's answer shows that the message did not get there"),
  accepted: () => l10n.t("the provider accepted the message"),
  deeper: () => l10n.t("there is evidence of a message in another, deeper layer"),
  guess: () => l10n.t("a guess, which counts only where nothing better is known"),
  "less-special": () => l10n.t("the verdict is more special"),
  "less-certain": () => l10n.t("less certain"),
  degraded: () => l10n.t("it stopped nothing"),
};

/** The names of all that a line tells, and its text once. */
function byLine(facts: readonly ExplainedFact[]): string[] {
  const lines = new Map<string, ExplainedFact[]>();
  for (const fact of facts) {
    if (fact.line === undefined) continue;
    const place = placeOf(fact.source, fact.line).trim();
    lines.set(place, [...(lines.get(place) ?? []), fact]);
  }
  return [...lines].map(([place, told]) => {
    const names = told.map(({ fact, lines: times }) => `${fact}${times ? ` ×${times}` : ""}`).join(", ");
    const values = [...new Set(told.map(({ value }) => value))].sort((one, other) => other.length - one.length);
    return `${place}  ${values[0] ?? ""}${pc.dim(`  ${names}`)}`;
  });
}

const placeOf = (source: string | undefined, line: number | undefined) =>
  source === undefined ? "" : `  ${source}${line === undefined ? "" : `:${line}`}`;
