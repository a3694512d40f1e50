import path from "node:path";
import * as l10n from "@vscode/l10n";
import pc from "picocolors";
import { formatDuration } from "../../common/durations";
import { verdictText } from "../../common/text/outcomeText";
import type { Finding } from "../../diagnosis/diagnosis";
import { withCommandLine } from "../../runtime/control/ownCommand";
import type { FileResult } from "../../operations/scenario/runScenarios";
import { commandLine } from "../commandLine";
import { shellWord } from "../shellWord";
import { layerTitle } from "../../runtime/message/layerLines";

const symbols = { passed: pc.green("✔"), failed: pc.red("✖"), broken: pc.red("✖") } as const;

/** One scenario for a terminal: a line where it passed; what differs, and why, where it did not. */
export function scenarioLines(result: FileResult, workspace: string): string[] {
  const { name, status, elapsedMs, file, line, verdict, problem } = result;
  const time = pc.dim(formatDuration(elapsedMs));
  if (status === "passed") return [`${symbols.passed} ${name}  ${time}`];
  const place = pc.dim(`${path.relative(workspace, file)}:${line}`);
  const evidence = status === "failed" ? (verdict?.evidence ?? []) : [];
  return [
    `${symbols[status]} ${name}  ${time}`,
    `    ${place}`,
    ...differenceLines(result).map((each) => `    ${each}`),
    ...(status === "failed" && verdict ? [`    ${verdictLine(verdict)}`, `    ${verdict.explanation}`] : []),
    ...evidence.map(({ source, excerpt }) => `    ${pc.dim(`${source}: ${excerpt}`)}`),
    ...(problem ? [`    ${problem.message}`, ...(problem.nextStep ? [`    ${problem.nextStep}`] : [])] : []),
    ...reportLine(result).map((each) => `    ${pc.dim(each)}`),
  ];
}

export const differenceLines = ({ differences }: Pick<FileResult, "differences">): string[] =>
  differences.map(({ what, send, expected, actual }) => {
    const place = send === undefined ? what : l10n.t("{0} of send {1}", what, send);
    return l10n.t("{0}: expected {1}, got {2}", place, expected, actual);
  });

/** How the messages of a scenario that failed are shown: its stack is gone. */
export const reportLine = ({ report }: Pick<FileResult, "report">): string[] =>
  report === undefined
    ? []
    : [
        l10n.t(
          "Its messages: {0}",
          withCommandLine(`messaging diagnose --evidence ${shellWord(report)}`, commandLine()),
        ),
      ];

/** "API · Stopped: Tenant.messaging_sender is empty (api.sender-empty)" */
export const verdictLine = (verdict: Finding): string =>
  verdictText(verdict.layer ? layerTitle[verdict.layer] : "", verdict);

export function countLine(results: readonly FileResult[], elapsedMs: number): string {
  const count = (status: FileResult["status"]) => results.filter((each) => each.status === status).length;
  const [passed, failed, broken] = [count("passed"), count("failed"), count("broken")];
  return [
    l10n.t("{0} passed", passed),
    ...(failed > 0 ? [l10n.t("{0} failed", failed)] : []),
    ...(broken > 0 ? [l10n.t("{0} could not be run", broken)] : []),
    formatDuration(elapsedMs),
  ].join(", ");
}
