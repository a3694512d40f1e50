import type { ActionView, FactView } from "../protocol";
import { element } from "./dom";

export function button(action: ActionView, onAct: (id: string) => void): HTMLButtonElement {
  return element(
    "button",
    { class: action.isPrimary ? "action primary" : "action", onClick: () => onAct(action.id) },
    action.label,
  );
}

/** Labels and values in two columns. */
export function factList(facts: readonly FactView[]): HTMLElement {
  const rows = facts.flatMap(({ label, value }) => [element("dt", {}, label), element("dd", {}, value)]);
  return element("dl", { class: "facts" }, ...rows);
}
