import "uplot/dist/uPlot.min.css";
import "./inquiryPage.css";
import type { FromInquiryPage, InquiryLabels, InquiryView, ToInquiryPage } from "../inquiryProtocol";
import { CauseGroupList } from "./causeGroupList";
import { button } from "./controls";
import { element } from "./dom";
import { funnelSteps } from "./funnelSteps";
import { host, onMessage } from "./host";
import { InquiryForm } from "./inquiryForm";
import { MessageGrid } from "./messageGrid";
import { TimeChart } from "./timeChart";

const send = (message: FromInquiryPage) => host.postMessage(message);
const act = (id: string) => send({ kind: "act", id });

/** The page is built once, at the first message; later ones fill in what changed. */
class InquiryPage {
  readonly #labels: InquiryLabels;
  readonly #form: InquiryForm;
  readonly #chart: TimeChart;
  readonly #groups: CauseGroupList;
  readonly #grid: MessageGrid;
  readonly #head = element("header", { class: "heading" });
  readonly #reading = element("div", { class: "reading", attributes: { "aria-live": "polite" } });
  readonly #notes = element("div", { class: "notes", attributes: { "aria-live": "polite" } });
  readonly #funnel = element("div");
  readonly #found: HTMLElement;
  readonly #tools = element("div", { class: "tools" });
  #version = 0;

  constructor(labels: InquiryLabels) {
    this.#labels = labels;
    this.#form = new InquiryForm(labels, (fields) => send({ kind: "find", fields }));
    this.#chart = new TimeChart(labels, (from, until) => send({ kind: "span", from, until }));
    this.#groups = new CauseGroupList(labels, act);
    const card = (title: string, content: HTMLElement, name: string) =>
      element(
        "section",
        { class: `card ${name}`, attributes: { "aria-label": title } },
        element("div", { class: "card-head" }, element("h2", {}, title)),
        content,
      );
    this.#found = element(
      "div",
      { class: "found" },
      element(
        "div",
        { class: "overview" },
        card(labels.funnel, this.#funnel, "funnel-card"),
        card(labels.time, this.#chart.root, "time-card"),
      ),
      card(labels.groups, this.#groups.root, "causes"),
      this.#tools,
    );
    document
      .getElementById("page")!
      .replaceChildren(this.#form.root, this.#head, this.#reading, this.#notes, this.#found);
    this.#grid = new MessageGrid(labels, {
      onWanted: (from, count) => send({ kind: "rows", version: this.#version, from, count }),
      onOrder: (order) => send({ kind: "order", order }),
      onOpen: (index) => send({ kind: "open", index }),
      onCopy: (from, until) => send({ kind: "copy", from, until }),
    });
    this.#found.append(this.#grid.root);
  }

  show(view: InquiryView, version: number): void {
    this.#version = version;
    this.#form.update(view);
    this.#form.root.hidden = view.isHandedOver;
    this.#head.replaceChildren(
      element("div", {}, element("h1", {}, view.heading), element("p", { class: "dim" }, view.subheading)),
    );
    this.#showReading(view);
    this.#notes.replaceChildren(
      ...view.notes.map(({ tone, text }) => element("p", { class: `note tone-${tone}` }, text)),
    );
    this.#found.hidden = view.rowCount === 0;
    this.#funnel.replaceChildren(funnelSteps(view.funnel, this.#labels));
    this.#chart.update(view.bins);
    this.#groups.update(view.groups);
    this.#showTools(view);
    this.#grid.update(view);
  }

  rows({ version, from, rows }: Extract<ToInquiryPage, { kind: "rows" }>): void {
    if (version === this.#version) this.#grid.fill(from, rows);
  }

  #showReading({ reading }: InquiryView): void {
    const hadFocus = this.#reading.contains(document.activeElement);
    const cancel = reading && button(reading.cancel, act);
    this.#reading.replaceChildren(
      ...(reading ? [element("progress", { attributes: { "aria-hidden": "true" } }), reading.text, cancel!] : []),
    );
    if (hadFocus) (cancel ?? this.#grid.root).focus();
  }

  #showTools({ rowsText, actions }: InquiryView): void {
    const { open, copy } = this.#labels;
    const selected = () => this.#grid.selected;
    const own = (label: string, run: () => void) => element("button", { class: "action", onClick: run }, label);
    this.#tools.replaceChildren(
      element("h2", {}, rowsText),
      element(
        "nav",
        { class: "actions" },
        own(open, () => send({ kind: "open", index: selected().active })),
        own(copy, () => send({ kind: "copy", from: selected().from, until: selected().until })),
        ...actions.map((action) => button(action, act)),
      ),
    );
  }
}

let page: InquiryPage | undefined;

onMessage<ToInquiryPage>((message) => {
  if (message.kind === "rows") page?.rows(message);
  else {
    page ??= new InquiryPage(message.labels);
    page.show(message.view, message.version);
  }
});
send({ kind: "ready" });
