import path from "node:path";
import { visibleText } from "../../common/shown/visibleText";
import type { FileResult } from "../../operations/scenario/runScenarios";
import { differenceLines, reportLine, verdictLine } from "./scenarioLines";

/** JUnit's XML as GitHub and GitLab read it: one suite for each file, layer and cause in a failure's text. */
export function junitReport(results: readonly FileResult[], workspace: string): string {
  const files = Map.groupBy(results, ({ file }) => path.relative(workspace, file).replaceAll("\\", "/"));
  const suites = [...files].map(([file, inside]) => {
    const cases = inside.toSorted((one, other) => one.line - other.line).map((each) => testCase(file, each));
    return `  <testsuite name=${quoted(file)} ${countsOf(inside)}>\n${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="messaging" ${countsOf(results)}>\n${suites.join("\n")}\n</testsuites>\n`;
}

function countsOf(results: readonly FileResult[]): string {
  const count = (status: FileResult["status"]) => results.filter((each) => each.status === status).length;
  const seconds = results.reduce((total, { elapsedMs }) => total + elapsedMs, 0) / 1_000;
  return `tests="${results.length}" failures="${count("failed")}" errors="${count("broken")}" time="${seconds.toFixed(3)}"`;
}

function testCase(file: string, result: FileResult): string {
  const { name, line, elapsedMs, status, verdict, problem } = result;
  const open = `    <testcase name=${quoted(name)} classname=${quoted(file)} file=${quoted(file)} line="${line}" time="${(elapsedMs / 1_000).toFixed(3)}"`;
  if (status === "passed") return `${open}/>`;
  if (status === "broken") {
    const { message = "", nextStep = "", reason = "unexpected" } = problem ?? {};
    return `${open}>\n      <error message=${quoted(message)} type=${quoted(reason)}>${escaped([`${file}:${line}`, message, nextStep, ...reportLine(result)].join("\n"))}</error>\n    </testcase>`;
  }
  const lines = [`${file}:${line}`, ...differenceLines(result), ...verdictText(result), ...reportLine(result)];
  const message = verdict ? verdictLine(verdict) : (lines[1] ?? "");
  return `${open}>\n      <failure message=${quoted(message)} type=${quoted(verdict?.cause ?? "none")}>${escaped(lines.join("\n"))}</failure>\n    </testcase>`;
}

const verdictText = ({ verdict, traceIds }: FileResult): string[] =>
  verdict
    ? [
        verdictLine(verdict),
        verdict.explanation,
        ...verdict.evidence.map(({ source, excerpt }) => `${source}: ${excerpt}`),
        ...traceIds.map((id) => `trace ${id}`),
      ]
    : [];

/** What XML 1.0 may hold, without its marks. */
const escaped = (text: string) =>
  visibleText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const quoted = (text: string) => `"${escaped(text).replaceAll("\n", "&#10;")}"`;
