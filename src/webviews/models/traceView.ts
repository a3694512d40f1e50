import * as l10n from "@vscode/l10n";
import { layerLines, layerTitle } from "../../runtime/message/layerLines";
import type { LayerLine } from "../../runtime/message/layerLine";
import { maskText } from "../../common/masking";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { ActionView, BreakView, LaneView, Mark, PhoneView, StepView, TraceView } from "../protocol";
import { clockTime } from "../../common/clockTime";
import { codedTitle } from "../../common/codedTitle";
import { formatDuration } from "../../common/durations";
import { timeScale } from "./timeScale";
import { breakOf, seenIn } from "../../runtime/message/traceBreak";
import { rowFacts } from "./sightingTexts";
import { logFacts } from "../../runtime/message/stepTexts";
import { stepsOf } from "./traceSteps";
import type { Step } from "./traceSteps";

export interface TraceInput {
  trace: MessageTrace;
  phone?: PhoneView;
  /** The action of a fix that the editor can apply: `set-sender`. */
  actionOfFix?: (fixId: string) => ActionView | undefined;
  /** Actions on the message as a whole. */
  actions?: ActionView[];
}

/** Opens the raw form of a step. */
const stepActionId = (id: string): string => `step:${id}`;

/** One message as its page shows it: four lanes over one axis, the verdict, the row, the phone. Pure. */
export function traceView({ trace, phone, actionOfFix, actions = [] }: TraceInput): TraceView {
  const steps = stepsOf(trace);
  const lines = linesOf(trace);
  const scale = timeScale(steps.flatMap(({ from, to }) => [from, to]));
  const startedAt = Math.min(...steps.map(({ from }) => from), trace.startedAt);
  const isRetried = steps.some(({ attempt }) => attempt > 1);
  const lanes = lines.map((line): LaneView => {
    const own = steps.filter(({ layer }) => layer === line.layer);
    return {
      layer: line.layer,
      title: layerTitle[line.layer],
      mark: line.mark,
      markText: markText(line.mark),
      summary: line.layer === "worker" ? line.text : maskText(line.text), // its only number is the sender
      elapsed: line.elapsedMs === undefined ? "" : formatDuration(line.elapsedMs),
      steps: own.map((step) => stepView(step, scale.place, startedAt, isRetried)),
    };
  });
  const broken = breakView(trace, lines, actionOfFix);
  const log = logOf(trace);
  return {
    traceId: trace.traceId,
    heading: l10n.t("{0} → {1}", trace.tenantCode ?? "?", trace.to ?? "?"),
    subheading: l10n.t("{0} · message {1}", clockTime(trace.startedAt), trace.traceId),
    verdict: verdictOf(lines, steps, broken, trace.verdict?.outcome === "ambiguous"),
    axis: scale.axis,
    lanes,
    ...(broken && { broken }),
    ...(log && { log }),
    ...(phone && { phone }),
    actions,
  };
}

function stepView(step: Step, place: (at: number) => number, startedAt: number, isRetried: boolean): StepView {
  const { id, from, to, tone, attempt, title } = step;
  let { facts } = step;
  const time = `+${formatDuration(to - startedAt)}`;
  const duration = to > from ? formatDuration(to - from) : undefined;
  const spoken = [layerTitle[step.layer], title, time, ...facts.map(({ label, value }) => `${label} ${value}`)];
  if (isRetried) {
    spoken.splice(1, 0, l10n.t("attempt {0}", attempt));
    facts = [{ label: l10n.t("Attempt"), value: String(attempt) }, ...facts];
  }
  return {
    id,
    start: place(from),
    end: place(to),
    tone,
    attempt,
    title,
    time,
    ...(duration !== undefined && { duration }),
    facts,
    open: { id: stepActionId(id), label: l10n.t("Open as JSON") },
    spoken: spoken.join(", "),
  };
}

/**
 * The command line's four lines. A message in the DLQ was stopped by the layer that could not handle it: the queue
 * worked as configured, and the message reached the worker.
 */
function linesOf(trace: MessageTrace): LayerLine[] {
  const lines = layerLines(trace);
  if (trace.verdict && trace.verdict.layer !== null) return lines;
  const dead = trace.events.findLast(({ type }) => type === "queue.dead-lettered");
  if (dead?.type !== "queue.dead-lettered" || breakOf(trace)?.event === dead) return lines;
  const before = layerLines({ ...trace, events: trace.events.filter((event) => event !== dead) });
  const cause = breakOf(trace);
  const stop = before.findIndex(({ layer }) => layer === cause?.layer);
  return before.map((line, index) => {
    const text = lines.find(({ layer }) => layer === line.layer)?.text ?? line.text;
    if (line.layer === "queue") return { ...line, mark: "passed", text };
    if (index === stop) {
      return {
        ...line,
        mark: "stopped",
        text: l10n.t(
          "given up after {0} receives: {1}",
          dead.details.receiveCount,
          [cause?.code, cause?.text].filter(Boolean).join(" "),
        ),
      };
    }
    return index > stop ? { layer: line.layer, mark: "not-reached", text: l10n.t("not reached") } : line;
  });
}

/** One sentence for the top of the page, as at the end of the command line's output. */
function verdictOf(
  lines: readonly LayerLine[],
  steps: readonly Step[],
  broken: BreakView | undefined,
  isAmbiguous: boolean,
): TraceView["verdict"] {
  const stop = lines.find(({ mark }) => mark !== "passed");
  const reached = steps.find(({ isAcceptance }) => isAcceptance);
  if (!stop) {
    const ms = reached && reached.to - Math.min(...steps.map(({ from }) => from));
    const text = ms === undefined ? l10n.t("Reached Solapi") : l10n.t("Reached Solapi in {0}", formatDuration(ms));
    return { mark: "passed", text };
  }
  switch (stop.mark) {
    case "degraded":
      return { mark: "degraded", text: degradedText(broken?.title ?? stop.text) };
    case "stopped":
      return { mark: "stopped", text: l10n.t("Stopped at {0}: {1}", ...placeAndTitle(stop, broken)) };
    case "not-sent":
    case "skipped":
      return { mark: stop.mark, text: codedTitle(broken?.title ?? stop.text).text };
    default: {
      const text = l10n.t("{0}: {1}", ...placeAndTitle(stop, broken));
      return { mark: "unknown", text: isAmbiguous ? l10n.t("May have been sent. {0}", text) : text };
    }
  }
}

/** "Solapi (1062)" and the problem: the code goes with the place, so that one colon is enough. */
function placeAndTitle({ layer, text }: LayerLine, broken: BreakView | undefined): [string, string] {
  const title = codedTitle(broken?.title ?? text);
  return [title.code === undefined ? layerTitle[layer] : `${layerTitle[layer]} (${title.code})`, title.text];
}

/** The message went through anyway: a second send would reach the recipient twice. */
const degradedText = (title: string): string =>
  l10n.t("Reached Solapi, do not send it again. {0}", title.replace(/[.。]?$/, "."));

function breakView(
  trace: MessageTrace,
  lines: readonly LayerLine[],
  actionOfFix: TraceInput["actionOfFix"],
): BreakView | undefined {
  const stop = lines.find(({ mark }) => mark !== "passed" && mark !== "not-reached");
  const broken = breakOf(trace);
  const { verdict: finding } = trace;
  if (!stop || (!broken && !finding?.layer)) return undefined;
  const told = broken ? [seenIn(broken, clockTime(broken.event.at))] : [];
  if (!finding?.layer) {
    return { layer: stop.layer, title: maskText(stop.text), explanation: "", seen: told, fixes: [] };
  }
  const excerpts = finding.evidence.map(({ excerpt, source }) => ({ source, text: excerpt }));
  return {
    layer: finding.layer,
    title: finding.title,
    explanation: finding.explanation,
    seen: excerpts.length > 0 ? excerpts : told,
    fixes: finding.fixes.map(({ id, title, command }) => {
      const action = actionOfFix?.(id);
      return { text: title, ...(command !== undefined && { command }), ...(action && { action }) };
    }),
  };
}

function logOf(trace: MessageTrace): TraceView["log"] {
  const row = trace.sightings?.findLast((each) => each.kind === "row");
  if (row) {
    const tone = row.success === true ? "good" : "bad";
    const open = { id: stepActionId(String(trace.sightings!.indexOf(row) + 1)), label: l10n.t("Open as JSON") };
    return { title: l10n.t("NotificationLog row #{0}", row.id), tone, facts: rowFacts(row), open };
  }
  const event = trace.events.findLast((each) => each.type === "worker.logged");
  if (event?.type !== "worker.logged") return undefined;
  return {
    title: l10n.t("NotificationLog row #{0}", event.details.notificationLogId),
    tone: event.details.success ? "good" : "bad",
    facts: logFacts(event),
    open: { id: stepActionId(String(event.seq)), label: l10n.t("Open as JSON") },
  };
}

function markText(mark: Mark): string {
  switch (mark) {
    case "passed":
      return l10n.t("passed");
    case "degraded":
      return l10n.t("passed, with a loss");
    case "stopped":
      return l10n.t("stopped here");
    case "not-sent":
      return l10n.t("not sent");
    case "skipped":
      return l10n.t("skipped");
    case "unknown":
      return l10n.t("cannot tell");
    case "not-reached":
      return l10n.t("not reached");
  }
}
