import path from "node:path";
import * as l10n from "@vscode/l10n";
import { markdownTable } from "../../common/shown/markdown";
import type { FileResult } from "../../operations/scenario/runScenarios";
import { layerTitle } from "../../runtime/message/layerLines";
import { countLine, differenceLines } from "./scenarioLines";

/** Markdown for a job's summary: what did not pass, each with its layer and cause. */
export function summaryReport(results: readonly FileResult[], workspace: string, elapsedMs: number): string {
  const bad = results.filter(({ status }) => status !== "passed");
  const rows = bad.map((result) => {
    const { name, file, line, verdict, problem } = result;
    const place = `${path.relative(workspace, file).replaceAll("\\", "/")}:${line}`;
    const layer = verdict?.layer ? layerTitle[verdict.layer] : "–";
    const cause = verdict && verdict.cause !== "none" ? `${verdict.title} (${verdict.cause})` : "–";
    const what = problem ? problem.message : differenceLines(result).join("; ");
    return [name, place, layer, cause, what];
  });
  const head = [l10n.t("Scenario"), l10n.t("File"), l10n.t("Layer"), l10n.t("Cause"), l10n.t("What")];
  const table = rows.length === 0 ? [] : ["", ...markdownTable(head, rows)];
  return [`### ${l10n.t("Messaging scenarios")}`, "", countLine(results, elapsedMs), ...table, ""].join("\n");
}
