import * as l10n from "@vscode/l10n";
import { layerLines, layerTitle } from "../../runtime/message/layerLines";
import type { LayerLine } from "../../runtime/message/layerLines";
import { maskText } from "../../common/masking";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { Layer } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { ActionView, BreakView, LaneView, Mark, PhoneView, StepView, TraceView } from "../protocol";
import { clockTime } from "../../common/clockTime";
import { codedTitle } from "../../diagnosis/report/codedTitle";
import { formatDuration } from "../../common/durations";
import { timeScale } from "./timeScale";
import { breakOf, seenIn } from "../../runtime/message/traceBreak";
import { logFacts } from "./stepTexts";
import { stepsOf } from "./traceSteps";
import type { Step } from "./traceSteps";

/** The verdict as the diagnosis words and masks it; structural, so that the model needs no diagnosis to be loaded. */
export interface TraceFinding {
  layer: Layer | null;
  title: string;
  explanation: string;
  evidence: readonly { excerpt: string; source?: string }[];
  fixes: readonly { id: string; title: string; command?: string }[];
}

export interface TraceInput {
  trace: MessageTrace;
  finding?: TraceFinding;
  phone?: PhoneView;
  /** The action of a fix, where the editor can apply it: `set-sender`. */
  actionOfFix?: (fixId: string) => ActionView | undefined;
  /** What can be done with the message as a whole. */
  actions?: ActionView[];
}

/** Opens the raw form of a step. */
const stepActionId = (event: SequencedEvent): string => `step:${event.seq}`;

/** One message as its page shows it: four lanes over one axis, the verdict, the row, the phone. Pure. */
export function traceView({ trace, finding, phone, actionOfFix, actions = [] }: TraceInput): TraceView {
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
      summary: line.layer === "worker" ? line.text : maskText(line.text), // of numbers the worker's has the sender's alone
      elapsed: line.elapsedMs === undefined ? "" : formatDuration(line.elapsedMs),
      steps: own.map((step) => stepView(step, scale.place, startedAt, isRetried)),
    };
  });
  const broken = breakView(trace, lines, finding, actionOfFix);
  const log = logOf(trace);
  return {
    traceId: trace.traceId,
    heading: l10n.t("{0} → {1}", trace.tenantCode ?? "?", trace.to ?? "?"),
    subheading: l10n.t("{0} · message {1}", clockTime(trace.startedAt), trace.traceId),
    verdict: verdictOf(lines, steps, broken),
    axis: scale.axis,
    lanes,
    ...(broken && { broken }),
    ...(log && { log }),
    ...(phone && { phone }),
    actions,
  };
}

function stepView(step: Step, place: (at: number) => number, startedAt: number, isRetried: boolean): StepView {
  const { event, from, to, tone, attempt, title } = step;
  let { facts } = step;
  const time = `+${formatDuration(to - startedAt)}`;
  const duration = to > from ? formatDuration(to - from) : undefined;
  const spoken = [layerTitle[step.layer], title, time, ...facts.map(({ label, value }) => `${label} ${value}`)];
  if (isRetried) {
    spoken.splice(1, 0, l10n.t("attempt {0}", attempt));
    facts = [{ label: l10n.t("Attempt"), value: String(attempt) }, ...facts];
  }
  return {
    id: String(event.seq),
    start: place(from),
    end: place(to),
    tone,
    attempt,
    title,
    time,
    ...(duration !== undefined && { duration }),
    facts,
    open: { id: stepActionId(event), label: l10n.t("Open as JSON") },
    spoken: spoken.join(", "),
  };
}

/**
 * The command line's four lines. A message in the DLQ was stopped by whoever could not handle it: the queue did what it
 * was told, and the worker was reached.
 */
function linesOf(trace: MessageTrace): LayerLine[] {
  const lines = layerLines(trace);
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

/** One sentence for the top of the page, as the command line ends. */
function verdictOf(
  lines: readonly LayerLine[],
  steps: readonly Step[],
  broken: BreakView | undefined,
): TraceView["verdict"] {
  const stop = lines.find(({ mark }) => mark !== "passed");
  const reached = steps.find(({ event }) => event.type === "provider.accepted");
  if (!stop) {
    const ms = reached ? reached.to - Math.min(...steps.map(({ from }) => from)) : 0;
    return { mark: "passed", text: l10n.t("Reached Solapi in {0}", formatDuration(ms)) };
  }
  switch (stop.mark) {
    case "stopped":
      return { mark: "stopped", text: l10n.t("Stopped at {0}: {1}", ...placeAndTitle(stop, broken)) };
    case "not-sent":
      return { mark: "not-sent", text: stop.text };
    default:
      return { mark: "unknown", text: l10n.t("{0}: {1}", ...placeAndTitle(stop, broken)) };
  }
}

/** "Solapi (1062)" and what is wrong there: the code belongs to the place, so that one colon is enough. */
function placeAndTitle({ layer, text }: LayerLine, broken: BreakView | undefined): [string, string] {
  const title = codedTitle(broken?.title ?? text);
  return [title.code === undefined ? layerTitle[layer] : `${layerTitle[layer]} (${title.code})`, title.text];
}

function breakView(
  trace: MessageTrace,
  lines: readonly LayerLine[],
  finding: TraceFinding | undefined,
  actionOfFix: TraceInput["actionOfFix"],
): BreakView | undefined {
  const stop = lines.find(({ mark }) => mark === "stopped" || mark === "not-sent" || mark === "unknown");
  const broken = breakOf(trace);
  if (!stop || (!broken && !finding?.layer)) return undefined;
  const told = broken ? [seenIn(broken, clockTime(broken.event.at))] : [];
  // A finding about another layer than the one that stopped this very message is of another message.
  if (!finding || finding.layer !== stop.layer) {
    return { layer: stop.layer, title: maskText(stop.text), explanation: "", seen: told, fixes: [] };
  }
  const excerpts = finding.evidence.map(({ excerpt, source }) => ({ source: source ?? "", text: excerpt }));
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
  const event = trace.events.findLast((each) => each.type === "worker.logged");
  if (event?.type !== "worker.logged") return undefined;
  return {
    title: l10n.t("NotificationLog row #{0}", event.details.notificationLogId),
    tone: event.details.success ? "good" : "bad",
    facts: logFacts(event),
    open: { id: stepActionId(event), label: l10n.t("Open as JSON") },
  };
}

function markText(mark: Mark): string {
  switch (mark) {
    case "passed":
      return l10n.t("passed");
    case "stopped":
      return l10n.t("stopped here");
    case "not-sent":
      return l10n.t("not sent");
    case "unknown":
      return l10n.t("cannot tell");
    case "not-reached":
      return l10n.t("not reached");
  }
}
