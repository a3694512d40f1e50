import type { PhoneLabels, PhoneView } from "../protocol";
import { element, percent } from "./dom";
import { factList } from "./controls";

/** One message as it looks on the phone, with its size below. */
export function phoneScreen(view: PhoneView, labels?: Pick<PhoneLabels, "from" | "to">): HTMLElement {
  return element(
    "article",
    { class: "phone" },
    element(
      "div",
      { class: "screen" },
      view.from
        ? element("header", {}, element("strong", {}, view.channel?.name ?? view.from), element("time", {}, view.time))
        : undefined,
      bubble(view),
    ),
    element("p", { class: "type" }, view.typeLabel),
    view.meter ? meter(view.meter) : undefined,
    ...view.notes.map(({ tone, text }) => element("p", { class: `note tone-${tone}` }, text)),
    labels && view.from
      ? factList([
          { label: labels.from, value: view.from },
          { label: labels.to, value: view.to },
          ...(view.sentBy ? [view.sentBy] : []),
          ...(view.channel?.facts ?? []),
        ])
      : undefined,
  );
}

function bubble(view: PhoneView): HTMLElement {
  const within = view.smsEnd === undefined ? view.text : view.text.slice(0, view.smsEnd);
  const beyond = view.smsEnd === undefined ? undefined : view.text.slice(view.smsEnd);
  return element(
    "div",
    { class: view.isAlimtalk ? "bubble alimtalk" : "bubble" },
    view.isAlimtalk ? element("p", { class: "banner" }, view.typeLabel.split(" · ")[0] ?? "") : undefined,
    view.subject ? element("p", { class: "subject" }, view.subject) : undefined,
    element(
      "p",
      { class: "text" },
      within,
      beyond === undefined ? undefined : element("span", { class: "beyond" }, beyond),
    ),
  );
}

function meter({ bytes, limit, fraction, switchAt, text, tone }: NonNullable<PhoneView["meter"]>): HTMLElement {
  return element(
    "div",
    {
      class: `meter tone-${tone}`,
      role: "meter",
      attributes: {
        "aria-valuenow": String(bytes),
        "aria-valuemin": "0",
        "aria-valuemax": String(limit),
        "aria-valuetext": text,
      },
    },
    element(
      "div",
      { class: "bar" },
      element("i", { class: "fill", style: { width: percent(fraction) } }),
      switchAt < 1 ? element("i", { class: "switch", style: { left: percent(switchAt) } }) : undefined,
    ),
    element("p", {}, text),
  );
}
