import type { CauseGroupView, InquiryLabels } from "../inquiryProtocol";
import { button } from "./controls";
import { element, markIcon } from "./dom";

/** The groups, most messages first. Which ones are open stays while a search goes on. */
export class CauseGroupList {
  readonly root: HTMLElement;
  readonly #labels: InquiryLabels;
  readonly #onAct: (id: string) => void;
  /** Opened or closed by hand, by key. */
  readonly #opened = new Map<string, boolean>();

  constructor(labels: InquiryLabels, onAct: (id: string) => void) {
    this.#labels = labels;
    this.#onAct = onAct;
    this.root = element("div", { class: "groups" });
  }

  update(groups: readonly CauseGroupView[]): void {
    const focused = document.activeElement?.getAttribute("data-focus");
    const firstWrong = groups.find(({ explanation }) => explanation !== "")?.key;
    this.root.replaceChildren(...groups.map((group) => this.#group(group, group.key === firstWrong)));
    if (focused) this.root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  #group(group: CauseGroupView, isFirst: boolean): HTMLElement {
    const { key, mark, count, share, title, cause, when, explanation, differs, changed, fixes, filter, resend } = group;
    const show = button(filter, this.#onAct);
    show.setAttribute("aria-pressed", String(filter.isOn));
    show.setAttribute("data-focus", filter.id);
    const summary = element(
      "summary",
      { attributes: { "data-focus": key } },
      markIcon(mark),
      element("strong", { class: "count" }, count.toLocaleString("en")),
      element("span", { class: "title" }, title),
      element("code", { class: "dim" }, cause),
    );
    const details = element(
      "details",
      { class: filter.isOn ? "group on" : "group" },
      summary,
      element(
        "div",
        { class: "group-body" },
        element("p", { class: "dim" }, `${share} · ${when}`),
        explanation === "" ? undefined : element("p", {}, explanation),
        differs.length === 0 ? undefined : element("ul", { class: "differs-list" }, ...differs.map(listItem)),
        changed === "" ? undefined : element("p", {}, changed),
        fixes.length === 0 ? undefined : element("ol", { class: "fixes" }, ...fixes.map((fix) => this.#fix(fix))),
        element("p", { class: "actions" }, show, resend && button(resend, this.#onAct)),
      ),
    );
    details.open = this.#opened.get(key) ?? isFirst;
    details.addEventListener("toggle", () => this.#opened.set(key, details.open));
    return details;
  }

  #fix({ text, command, action }: CauseGroupView["fixes"][number]): HTMLElement {
    const act = action && button(action, this.#onAct);
    if (action) act?.setAttribute("data-focus", action.id);
    const name = element("span", {}, `${this.#labels.fix}: ${text}`);
    return element("li", {}, name, act, command ? element("code", {}, command) : undefined);
  }
}

const listItem = (text: string): HTMLElement => element("li", {}, text);
