import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { InquiryLabels, InquiryView, MessageOrder, MessageRowView } from "../inquiryProtocol";
import { element, markIcon } from "./dom";

const ROW_HEIGHT = 24;
/** Rows are asked for in blocks. */
const BLOCK = 100;

export interface GridEvents {
  /** Asks for rows; `fill` gets them. */
  onWanted(from: number, count: number): void;
  onOrder(order: MessageOrder): void;
  onOpen(index: number): void;
  onCopy(from: number, until: number): void;
}

/**
 * The table of messages. Only the rows in sight are elements. One row is active; with Shift, the rows from where the
 * selection began up to it are selected. The focus stays on the grid, which names its active row to screen readers.
 */
export class MessageGrid {
  readonly root: HTMLElement;
  readonly #head = element("div", { class: "row head", role: "row", attributes: { "aria-rowindex": "1" } });
  readonly #body = element("div", { class: "rows", role: "rowgroup" });
  readonly #space = element("div", { class: "space", role: "presentation" });
  readonly #grid: HTMLElement;
  readonly #events: GridEvents;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #rows = new Map<number, MessageRowView>();
  readonly #asked = new Set<number>();
  #count = 0;
  #active = 0;
  #anchor = 0;

  constructor(labels: InquiryLabels, events: GridEvents) {
    this.#events = events;
    this.#body.append(this.#space);
    this.#grid = element(
      "div",
      {
        class: "grid",
        role: "grid",
        attributes: {
          tabindex: "0",
          "aria-label": `${labels.messages}. ${labels.keyboard}`,
          "aria-multiselectable": "true",
          "aria-readonly": "true",
        },
      },
      element("div", { role: "rowgroup" }, this.#head),
      this.#body,
    );
    this.root = this.#grid;
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#options());
    this.#virtualizer._didMount();
    this.#grid.addEventListener("keydown", (event) => this.#pressed(event));
    this.#body.addEventListener("mousedown", (event) => {
      const index = indexOf(event.target);
      if (index !== undefined) this.#activate(index, event.shiftKey);
    });
    this.#body.addEventListener("dblclick", (event) => {
      const index = indexOf(event.target);
      if (index !== undefined) events.onOpen(index);
    });
  }

  /** The selected rows: from the first up to but not including `until`. */
  get selected(): { active: number; from: number; until: number } {
    const [from, last] = [Math.min(this.#active, this.#anchor), Math.max(this.#active, this.#anchor)];
    return { active: this.#active, from, until: last + 1 };
  }

  /** New messages, or a new order: what was filled in is void. */
  update({ columns, order, rowCount }: Pick<InquiryView, "columns" | "order" | "rowCount">): void {
    this.#rows.clear();
    this.#asked.clear();
    this.#count = rowCount;
    this.#active = Math.min(this.#active, Math.max(0, rowCount - 1));
    this.#anchor = Math.min(this.#anchor, Math.max(0, rowCount - 1));
    this.#grid.setAttribute("aria-rowcount", String(rowCount + 1));
    this.#grid.setAttribute("aria-colcount", String(columns.length));
    this.#drawHead(columns, order);
    this.#virtualizer.setOptions(this.#options());
    this.#virtualizer._willUpdate();
    this.#virtualizer.measure();
    this.#draw();
  }

  fill(from: number, rows: readonly MessageRowView[]): void {
    rows.forEach((row, index) => this.#rows.set(from + index, row));
    this.#draw();
  }

  #options() {
    return {
      count: this.#count,
      getScrollElement: () => this.#body,
      estimateSize: () => ROW_HEIGHT,
      overscan: 8,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#draw(),
    };
  }

  #drawHead(columns: InquiryView["columns"], order: MessageOrder): void {
    const focused = document.activeElement?.getAttribute("data-column");
    const cells = columns.map(({ id, label }) => {
      const isOrdered = order.column === id;
      const sorted = order.isDescending ? "descending" : "ascending";
      return element(
        "div",
        { class: "cell", role: "columnheader", attributes: { "aria-sort": isOrdered ? sorted : "none" } },
        element(
          "button",
          {
            attributes: { "data-column": id },
            onClick: () => this.#events.onOrder({ column: id, isDescending: isOrdered && !order.isDescending }),
          },
          label,
          element(
            "span",
            { attributes: { "aria-hidden": "true" } },
            isOrdered ? (order.isDescending ? " ↓" : " ↑") : "",
          ),
        ),
      );
    });
    this.#head.replaceChildren(...cells);
    if (focused) this.#head.querySelector<HTMLElement>(`[data-column="${CSS.escape(focused)}"]`)?.focus();
  }

  #draw(): void {
    const items = this.#virtualizer.getVirtualItems();
    this.#space.style.height = `${this.#virtualizer.getTotalSize()}px`;
    this.#space.replaceChildren(...items.map(({ index, start }) => this.#row(index, start)));
    this.#grid.setAttribute("aria-activedescendant", this.#count > 0 ? rowId(this.#active) : "");
    const [first, last] = [items[0]?.index, items.at(-1)?.index];
    if (first === undefined || last === undefined) return;
    for (let block = Math.floor(first / BLOCK); block <= Math.floor(last / BLOCK); block++) this.#want(block);
  }

  #want(block: number): void {
    if (this.#asked.has(block)) return;
    this.#asked.add(block);
    this.#events.onWanted(block * BLOCK, BLOCK);
  }

  #row(index: number, start: number): HTMLElement {
    const { mark, cells = [] } = this.#rows.get(index) ?? {};
    const { from, until } = this.selected;
    const isSelected = index >= from && index < until;
    const state = [isSelected ? "selected" : "", index === this.#active ? "active" : ""].join(" ");
    return element(
      "div",
      {
        class: `row ${state}`,
        role: "row",
        style: { transform: `translateY(${start}px)` },
        attributes: {
          id: rowId(index),
          "data-index": String(index),
          "aria-rowindex": String(index + 2),
          "aria-selected": String(isSelected),
        },
      },
      ...cells.map((text, column) =>
        element(
          "div",
          { class: "cell", role: "gridcell", title: text, attributes: { "aria-colindex": String(column + 1) } },
          column === MARKED && mark ? markIcon(mark) : undefined,
          text,
        ),
      ),
    );
  }

  #pressed(event: KeyboardEvent): void {
    if (event.target !== this.#grid || this.#count === 0) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.#body.clientHeight / ROW_HEIGHT) - 1);
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#count - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#activate(Math.min(Math.max(to, 0), this.#count - 1), event.shiftKey);
    else if (event.key === "Enter") this.#events.onOpen(this.#active);
    else if (isCommand && event.key.toLowerCase() === "c") this.#events.onCopy(this.selected.from, this.selected.until);
    else if (isCommand && event.key.toLowerCase() === "a") {
      this.#anchor = 0;
      this.#activate(this.#count - 1, true);
    } else return;
    event.preventDefault();
  }

  #activate(index: number, isExtending: boolean): void {
    this.#active = index;
    if (!isExtending) this.#anchor = index;
    this.#virtualizer.scrollToIndex(index, { align: "auto" });
    this.#draw();
  }
}

/** The column with the mark: the outcome. */
const MARKED = 5;

const rowId = (index: number): string => `row-${index}`;

function indexOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest("[data-index]") : undefined;
  return row ? Number(row.getAttribute("data-index")) : undefined;
}
