import * as l10n from "@vscode/l10n";
import pc from "picocolors";
import type { Explanation } from "../../diagnosis/explanation";
import { padCells } from "../output";

/** The facts and rules behind a verdict, one a line. */
export function explanationLines({ facts, rules }: Explanation): string[] {
  const width = Math.max(0, ...facts.map(({ fact }) => fact.length)) + 2;
  const ruleWidth = Math.max(0, ...rules.map(({ rule }) => rule.length)) + 2;
  return [
    "",
    `    ${pc.bold(l10n.t("Facts"))}`,
    ...facts.map(
      ({ fact, value, source, line, lines }) =>
        `    ${padCells(fact, width)}${value}${pc.dim(`${placeOf(source, line)}${lines ? ` ×${lines}` : ""}`)}`,
    ),
    "",
    `    ${pc.bold(l10n.t("Rules"))}`,
    ...rules.map(
      ({ rule, basis, confidence, became, source, line }) =>
        `    ${padCells(rule, ruleWidth)}${became}, ${basis} ${Math.round(confidence * 100)} %${pc.dim(placeOf(source, line))}`,
    ),
  ];
}

const placeOf = (source: string | undefined, line: number | undefined) =>
  source === undefined ? "" : `  ${source}${line === undefined ? "" : `:${line}`}`;
