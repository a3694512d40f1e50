import pc from "picocolors";
import type { Diagnosis } from "../../diagnosis/diagnosis";
import type { Evidence } from "../../diagnosis/evidence";
import { renderReport } from "../../diagnosis/report/report";
import type { ReportLine, Style } from "../../diagnosis/report/report";
import { languageOf } from "../cliLanguage";

/** The verdict for a terminal; `command`: the command that ran, if it can be repeated for the report. */
export function reportLines(diagnosis: Diagnosis, evidence: Evidence, command?: string): string[] {
  const { columns } = process.stdout;
  const options = { language: languageOf(process.env), ...(columns && { columns }), ...(command && { command }) };
  return renderReport(diagnosis, evidence, options).map(coloured);
}

const paint: Record<Style, (text: string) => string> = {
  ok: pc.green,
  bad: pc.red,
  warn: pc.yellow,
  dim: pc.dim,
  strong: pc.bold,
};

const coloured = (line: ReportLine) =>
  line
    .map(({ text, style }) => (style ? paint[style](text) : text))
    .join("")
    .trimEnd();
