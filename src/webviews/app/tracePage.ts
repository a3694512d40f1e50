import type { CompareView, StepView, ToTracePage, TraceLabels, TraceView } from "../protocol";
import { button, factList } from "./controls";
import { element, markIcon } from "./dom";
import { host, onMessage } from "./host";
import { phoneScreen } from "./phoneScreen";
import { timeline } from "./timeline";

const page = document.getElementById("page")!;
const act = (id: string) => host.postMessage({ kind: "act", id });

/** Kept across updates of the same message. */
let selected: string | undefined;
let shown: string | undefined;

onMessage<ToTracePage>((message) => {
  const focused = document.activeElement?.getAttribute("data-step") ?? undefined;
  if (message.kind === "compare") page.replaceChildren(...comparePage(message.view, message.labels));
  else {
    if (shown !== message.view.traceId) selected = undefined;
    shown = message.view.traceId;
    page.replaceChildren(...tracePage(message.view, message.labels, message.phoneAction));
  }
  if (focused !== undefined) page.querySelector<HTMLElement>(`[data-step="${CSS.escape(focused)}"]`)?.focus();
});
host.postMessage({ kind: "ready" });

type PhoneAction = Extract<ToTracePage, { kind: "trace" }>["phoneAction"];

function tracePage(view: TraceView, labels: TraceLabels, phoneAction: PhoneAction): HTMLElement[] {
  const steps = view.lanes.flatMap((lane) => lane.steps.map((step) => ({ lane, step })));
  const details = element("section", { class: "card details", attributes: { "aria-live": "polite" } });
  const select = (step: StepView) => {
    selected = step.id;
    for (const mark of page.querySelectorAll(".step"))
      mark.classList.toggle("selected", mark.getAttribute("data-step") === step.id);
    const title = steps.find((each) => each.step.id === step.id)?.lane.title ?? "";
    details.replaceChildren(...stepDetails(step, title, labels));
  };
  const lines = timeline(view, {
    labels,
    selected: selected ?? defaultStep(view)?.id,
    onSelect: select,
    onAct: act,
  });
  lines.addEventListener("focusin", (event) => {
    const id = (event.target as Element).getAttribute("data-step");
    const found = steps.find(({ step }) => step.id === id);
    if (found && found.step.id !== selected) select(found.step);
  });
  lines.addEventListener("keydown", (event) => {
    const id = (event.target as Element).getAttribute("data-step");
    const found = steps.find(({ step }) => step.id === id);
    if (event.key.toLowerCase() !== "o" || event.ctrlKey || event.metaKey || event.altKey || !found?.step.open) return;
    event.preventDefault();
    act(found.step.open.id);
  });
  const first = steps.find(({ step }) => step.id === (selected ?? defaultStep(view)?.id));
  details.replaceChildren(...(first ? stepDetails(first.step, first.lane.title, labels) : []));
  return [
    heading(view, "h1"),
    lines,
    element("div", { class: "cards" }, details, logCard(view, labels), phoneCard(view, labels, phoneAction)),
  ];
}

/** The step to show first: the one that stopped the message, else the last one. */
function defaultStep(view: TraceView): StepView | undefined {
  const lane = view.lanes.find(({ mark }) => mark !== "passed" && mark !== "not-reached");
  const bad = lane?.steps.findLast(({ tone }) => tone === "bad" || tone === "warning");
  const all = view.lanes.flatMap(({ steps }) => steps).sort((a, b) => Number(a.id) - Number(b.id));
  return bad ?? all.at(-1);
}

/** `level`: of the verdict in the page's outline. */
function heading(view: TraceView, level: "h1" | "h2"): HTMLElement {
  return element(
    "header",
    { class: `heading verdict-${view.verdict.mark}` },
    element(
      "div",
      { class: "verdict" },
      markIcon(view.verdict.mark),
      element(
        "div",
        {},
        element(level, { class: "verdict-text" }, view.verdict.text),
        element("p", {}, `${view.heading} · ${view.subheading}`),
      ),
    ),
    element("nav", { class: "actions" }, ...view.actions.map((action) => button(action, act))),
  );
}

function stepDetails(step: StepView, lane: string, labels: TraceLabels): HTMLElement[] {
  const facts = [
    ...(step.duration === undefined ? [] : [{ label: labels.duration, value: step.duration }]),
    ...step.facts,
  ];
  return [
    cardHead(labels.details, step.open),
    element(
      "p",
      { class: "card-title" },
      element("i", { class: `dot tone-${step.tone}` }),
      element("strong", {}, step.title),
      element("span", { class: "dim" }, `${lane} · ${step.time}`),
    ),
    factList(facts),
  ];
}

const cardHead = (title: string, action?: { id: string; label: string }) =>
  element("div", { class: "card-head" }, element("h2", {}, title), action ? button(action, act) : undefined);

function logCard(view: TraceView, labels: TraceLabels): HTMLElement {
  const { log } = view;
  if (!log) {
    return element("section", { class: "card" }, cardHead(labels.log), element("p", { class: "dim" }, labels.noLog));
  }
  return element(
    "section",
    { class: "card" },
    cardHead(labels.log, log.open),
    element(
      "p",
      { class: "card-title" },
      element("i", { class: `dot tone-${log.tone}` }),
      element("strong", {}, log.title),
    ),
    factList(log.facts),
  );
}

function phoneCard(view: TraceView, labels: TraceLabels, action: PhoneAction): HTMLElement {
  const { phone } = view;
  return element(
    "section",
    { class: "card" },
    cardHead(labels.phone, phone && action),
    phone ? phoneScreen(phone) : element("p", { class: "dim" }, labels.noPhone),
  );
}

/** Whose values the column below has. */
const columnHead = ({ heading, subheading }: TraceView) =>
  element("th", { attributes: { scope: "col" } }, `${heading} · ${subheading}`);

function comparePage(view: CompareView, labels: TraceLabels): HTMLElement[] {
  const side = (one: TraceView) =>
    element(
      "section",
      { class: "side" },
      heading({ ...one, actions: [] }, "h2"),
      timeline(one, {
        labels,
        selected: undefined,
        isCompact: true,
        onSelect: (step) => step.open && act(`${one.traceId}/${step.open.id}`),
        onAct: act,
      }),
    );
  const rows = view.rows.map(({ label, left, right, differs }) =>
    element(
      "tr",
      { class: differs ? "differs" : "same" },
      element("th", { attributes: { scope: "row" } }, label),
      element("td", {}, left),
      element("td", {}, right),
    ),
  );
  return [
    element("h1", { class: "summary-line" }, view.summary),
    element("div", { class: "sides" }, side(view.left), side(view.right)),
    element(
      "section",
      { class: "card" },
      cardHead(labels.differences),
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, element("td"), columnHead(view.left), columnHead(view.right))),
        element("tbody", {}, ...rows),
      ),
    ),
  ];
}
