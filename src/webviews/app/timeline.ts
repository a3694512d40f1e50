import type { BreakView, LaneView, Mark, StepView, TraceLabels, TraceView } from "../protocol";
import { button } from "./controls";
import { element, markIcon, percent } from "./dom";

export interface TimelineOptions {
  labels: TraceLabels;
  /** The step that has, or last had, the focus. */
  selected: string | undefined;
  onSelect(step: StepView): void;
  onAct(id: string): void;
  /** In a comparison: hides cause and fix, and puts each lane in the same row on both sides. */
  isCompact?: boolean;
}

/**
 * The lanes from top to bottom in the order of the message's way, on one axis from left to right. Keys: left and right
 * go to the previous and next step, up and down to the nearest step of the next lane; Enter selects the step. O, which
 * the page handles, opens it.
 */
export function timeline(view: TraceView, options: TimelineOptions): HTMLElement {
  const marks = new Map<string, HTMLElement>();
  const grid = element("section", {
    class: options.isCompact ? "timeline compact" : "timeline",
    role: "group",
    attributes: { "aria-label": `${options.labels.timeline}. ${options.labels.keyboard}` },
  });
  grid.append(axisRow(view));
  for (const lane of view.lanes) {
    grid.append(laneRow(view, lane, options, marks));
    if (!options.isCompact && view.broken?.layer === lane.layer)
      grid.append(breakCard(view.broken, lane.mark, options));
  }
  const steps = view.lanes.flatMap((lane, row) => lane.steps.map((step) => ({ step, row })));
  const start = steps.find(({ step }) => step.id === options.selected)?.step ?? steps[0]?.step;
  for (const { step } of steps) marks.get(step.id)!.tabIndex = step === start ? 0 : -1;
  grid.addEventListener("keydown", (event) => {
    const current = steps.find(({ step }) => marks.get(step.id) === document.activeElement);
    const next = current && neighbour(steps, current, event.key);
    if (!next) return;
    event.preventDefault();
    for (const mark of marks.values()) mark.tabIndex = -1;
    const mark = marks.get(next.id)!;
    mark.tabIndex = 0;
    mark.focus();
  });
  return grid;
}

interface Placed {
  step: StepView;
  row: number;
}

function neighbour(steps: readonly Placed[], current: Placed, key: string): StepView | undefined {
  const inTime = [...steps].sort((a, b) => a.step.end - b.step.end || Number(a.step.id) - Number(b.step.id));
  const at = inTime.indexOf(current);
  switch (key) {
    case "ArrowRight":
      return inTime[at + 1]?.step;
    case "ArrowLeft":
      return inTime[at - 1]?.step;
    case "Home":
      return inTime[0]?.step;
    case "End":
      return inTime.at(-1)?.step;
    case "ArrowDown":
      return nearest(steps, current, (row) => row > current.row, Math.min);
    case "ArrowUp":
      return nearest(steps, current, (row) => row < current.row, Math.max);
    default:
      return undefined;
  }
}

/** The closest step of the next lane that has any. */
function nearest(
  steps: readonly Placed[],
  current: Placed,
  isBeyond: (row: number) => boolean,
  closest: (...rows: number[]) => number,
): StepView | undefined {
  const beyond = steps.filter(({ row }) => isBeyond(row));
  if (beyond.length === 0) return undefined;
  const row = closest(...beyond.map((one) => one.row));
  const distance = ({ step }: Placed) => Math.abs(step.end - current.step.end);
  return beyond.filter((one) => one.row === row).sort((a, b) => distance(a) - distance(b))[0]?.step;
}

function axisRow(view: TraceView): HTMLElement {
  const ticks = view.axis.ticks.map(({ at, label }) =>
    element("span", { class: at > 0.94 ? "tick last" : "tick", style: { left: percent(at) } }, label),
  );
  const gaps = view.axis.gaps.map(({ from, to, label }) =>
    element("span", { class: "gap-label", style: { left: percent((from + to) / 2) } }, label),
  );
  return element(
    "div",
    { class: "axis", attributes: { "aria-hidden": "true" } },
    element("span"),
    element("div", { class: "track-head" }, ...ticks, ...gaps),
    element("span"),
  );
}

function laneRow(
  view: TraceView,
  lane: LaneView,
  options: TimelineOptions,
  marks: Map<string, HTMLElement>,
): HTMLElement {
  const track = element("div", { class: "track" });
  for (const { at } of view.axis.ticks) track.append(element("i", { class: "rule", style: { left: percent(at) } }));
  for (const { from, to } of view.axis.gaps) {
    track.append(element("i", { class: "gap", style: { left: percent(from), width: percent(to - from) } }));
  }
  const below = view.lanes[view.lanes.indexOf(lane) + 1];
  for (const at of waysInto(view, lane)) track.append(element("i", { class: "way in", style: { left: percent(at) } }));
  for (const at of below ? waysInto(view, below) : []) {
    const from = Math.max(...lane.steps.map(({ end }) => end).filter((end) => end <= at), 0);
    track.append(
      element("i", { class: "way across", style: { left: percent(from), width: percent(at - from) } }),
      element("i", { class: "way out", style: { left: percent(at) } }),
    );
  }
  for (const step of lane.steps) {
    const mark = stepMark(step, view, options);
    marks.set(step.id, mark);
    track.append(mark);
  }
  const isOpen = !options.isCompact && view.broken?.layer === lane.layer;
  return element(
    "div",
    {
      class: `lane lane-${lane.mark}${isOpen ? ` open${certainty(lane.mark)}` : ""}`,
      role: "group",
      attributes: { "aria-label": `${lane.title}: ${lane.markText}` },
    },
    element(
      "div",
      { class: "lane-name" },
      markIcon(lane.mark),
      element("strong", {}, lane.title),
      element("span", { class: "spoken" }, lane.markText),
      element("p", { class: "summary", title: lane.summary }, lane.summary),
    ),
    track,
    element("span", { class: "elapsed" }, lane.elapsed),
  );
}

const certainty = (mark: Mark): string => (mark === "stopped" ? "" : " uncertain");

/** Where the message entered this lane from the one above, once per attempt: drawn as a line between the two. */
function waysInto(view: TraceView, lane: LaneView): number[] {
  const above = view.lanes[view.lanes.indexOf(lane) - 1];
  const attempts = [...new Set(lane.steps.map(({ attempt }) => attempt))];
  return attempts
    .filter((attempt) => above?.steps.some((step) => step.attempt === attempt))
    .map((attempt) => Math.min(...lane.steps.filter((step) => step.attempt === attempt).map(({ start }) => start)));
}

function stepMark(step: StepView, view: TraceView, options: TimelineOptions): HTMLElement {
  const isSpan = step.end > step.start;
  const isRetried = view.lanes.some(({ steps }) => steps.some(({ attempt }) => attempt > 1));
  const showsAttempt = isRetried && isSpan;
  return element(
    "button",
    {
      class: `step ${isSpan ? "span" : "moment"} tone-${step.tone}${step.id === options.selected ? " selected" : ""}`,
      title: `${step.title} · ${step.time}`,
      style: { left: percent(step.start), ...(isSpan && { width: percent(step.end - step.start) }) },
      attributes: { "aria-label": step.spoken, "data-step": step.id },
      onClick: () => options.onSelect(step),
    },
    showsAttempt ? element("span", { class: "attempt" }, String(step.attempt)) : undefined,
  );
}

/** Red where the message stopped; amber where it is not that simple. */
function breakCard(broken: BreakView, mark: Mark, options: TimelineOptions): HTMLElement {
  const { labels } = options;
  const fixes = broken.fixes.map(({ text, command, action }) =>
    element(
      "li",
      {},
      element("span", {}, text),
      action ? button(action, options.onAct) : undefined,
      command ? codeLine(command) : undefined,
    ),
  );
  return element(
    "div",
    {
      class: `break${certainty(mark)}`,
      role: "note",
      attributes: { "aria-label": broken.title },
    },
    element(
      "dl",
      {},
      ...(broken.explanation ? [term(labels.why), definition(element("p", {}, broken.explanation))] : []),
      ...(fixes.length > 0 ? [term(labels.fix), definition(element("ol", { class: "fixes" }, ...fixes))] : []),
      ...(broken.seen.length > 0 ? [term(labels.seen), definition(...broken.seen.map(seenLine))] : []),
    ),
  );
}

const term = (text: string) => element("dt", {}, text);
const definition = (...children: Node[]) => element("dd", {}, ...children);
const seenLine = ({ source, text }: BreakView["seen"][number]) =>
  element("code", {}, element("span", { class: "dim" }, `${source}  `), text);
const codeLine = (text: string) => element("code", {}, text);
