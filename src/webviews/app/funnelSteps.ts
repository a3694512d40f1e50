import type { FunnelStep, InquiryLabels } from "../inquiryProtocol";
import { element, percent } from "./dom";

/** The four layers with what came, stopped and passed; each bar is a part of all messages. */
export function funnelSteps(steps: readonly FunnelStep[], labels: InquiryLabels): HTMLElement {
  const all = steps[0]?.entered ?? 0;
  const bar = (count: number, tone: string) =>
    element("i", { class: `tone-${tone}`, style: { width: percent(all === 0 ? 0 : count / all) } });
  return element(
    "ol",
    { class: "funnel", attributes: { "aria-label": labels.funnel } },
    ...steps.map(({ title, text, passed, stopped, unclear }) =>
      element(
        "li",
        {},
        element("strong", {}, title),
        element(
          "div",
          { class: "bar", attributes: { "aria-hidden": "true" } },
          bar(passed, "good"),
          bar(unclear, "warning"),
          bar(stopped, "bad"),
        ),
        element("span", { class: stopped > 0 ? "stopped" : "dim" }, text),
      ),
    ),
  );
}
