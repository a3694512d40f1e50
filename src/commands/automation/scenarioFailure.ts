import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { formatDuration } from "../../common/durations";
import { inlineMarkdown } from "../../common/shown/markdown";
import { verdictText } from "../../common/text/outcomeText";
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
    const text = paragraphs([problem?.message, problem?.nextStep]);
    return run.errored(item, placed(item, new vscode.TestMessage(withTraces(text, result))), elapsedMs);
  }
  const differs = vscode.TestMessage.diff(titleOf(result), expectedOf(result), actualOf(result));
  const why = new vscode.TestMessage(whyOf(result));
  run.failed(item, [placed(item, differs), placed(item, why)], elapsedMs);
}

function placed(item: vscode.TestItem, message: vscode.TestMessage): vscode.TestMessage {
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  return message;
}

/** "API · Stopped: Tenant.messaging_sender is empty (api.sender-empty)" */
function titleOf({ verdict, differences }: FileResult): string {
  if (!verdict) return differences.map(({ what }) => what).join(", ");
  return verdictText(verdict.layer ? layerTitle[verdict.layer] : "", verdict);
}

function whyOf(result: FileResult): vscode.MarkdownString {
  const text = withTraces(paragraphs([titleOf(result)]), result);
  text.appendMarkdown(["", ...reasonsIn(result).map(inlineMarkdown)].join("\n\n"));
  const steps = traceOf(result).join("\n").trim();
  return steps === "" ? text : text.appendMarkdown("\n\n").appendCodeblock(steps);
}

const paragraphs = (texts: readonly (string | undefined)[]) =>
  new vscode.MarkdownString(
    texts
      .filter(Boolean)
      .map((text) => inlineMarkdown(text!))
      .join("\n\n"),
  );

/** Links to the traces that were kept of the messages. */
function withTraces(text: vscode.MarkdownString, { report, traceIds }: FileResult): vscode.MarkdownString {
  if (report === undefined) return text;
  const linkTo = (label: string, ...more: string[]) => {
    const given = encodeURIComponent(JSON.stringify([vscode.Uri.file(report), ...more]));
    return `[${label}](command:${OPEN_REPORT}?${given})`;
  };
  const links =
    traceIds.length > 0 && traceIds.length <= MOST_LINKS
      ? traceIds.map((id) => linkTo(l10n.t("Open trace {0}", id.slice(0, 8)), id))
      : [linkTo(l10n.t("Show messages"))];
  text.isTrusted = { enabledCommands: [OPEN_REPORT] };
  return text.appendMarkdown(`\n\n${links.join("  \n")}`);
}

const OPEN_REPORT = "messaging.report.open";
/** The page with all messages shows more at a glance. */
const MOST_LINKS = 3;

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
