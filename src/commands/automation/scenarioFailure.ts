import * as vscode from "vscode";
import { formatDuration } from "../../common/durations";
import type { FileResult } from "../../operations/scenario/runScenarios";
import { layerTitle } from "../../runtime/message/layerLines";

/**
 * Shows a result in the Test Explorer. A failure is what differs, side by side, and beside it why: the verdict, its
 * evidence, and the trace of each message, whose stack is gone by now.
 */
export function reportScenario(run: vscode.TestRun, item: vscode.TestItem, result: FileResult): void {
  const { status, elapsedMs, problem } = result;
  if (status === "passed") return run.passed(item, elapsedMs);
  if (status === "broken") {
    const text = [problem?.message, problem?.nextStep].filter(Boolean).join("\n");
    return run.errored(item, placed(item, new vscode.TestMessage(text)), elapsedMs);
  }
  const differs = vscode.TestMessage.diff(titleOf(result), expectedOf(result), actualOf(result));
  const why = new vscode.TestMessage([titleOf(result), ...reasonsIn(result), ...traceOf(result)].join("\n"));
  run.failed(item, [placed(item, differs), placed(item, why)], elapsedMs);
}

function placed(item: vscode.TestItem, message: vscode.TestMessage): vscode.TestMessage {
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  return message;
}

/** "API blocked (api.sender-empty): Tenant.messaging_sender is empty" */
function titleOf({ verdict, differences }: FileResult): string {
  if (!verdict) return differences.map(({ what }) => what).join(", ");
  const { layer, outcome, cause, title } = verdict;
  return [layer && layerTitle[layer], `${outcome} (${cause}): ${title}`].filter(Boolean).join(" ");
}

const reasonsIn = ({ verdict }: FileResult): string[] =>
  verdict ? [verdict.explanation, ...verdict.evidence.map(({ source, excerpt }) => `${source}: ${excerpt}`)] : [];

function traceOf({ events = [] }: FileResult): string[] {
  const messages = Map.groupBy(events, ({ traceId }) => traceId);
  return [...messages].flatMap(([traceId, passed]) => [
    "",
    traceId,
    ...passed.map(({ type, afterMs }) => `  +${formatDuration(afterMs)} ${type}`),
  ]);
}

const expectedOf = ({ differences }: FileResult) =>
  differences.map(({ what, expected }) => `${what}: ${expected}`).join("\n");
const actualOf = ({ differences }: FileResult) =>
  differences.map(({ what, actual }) => `${what}: ${actual}`).join("\n");
