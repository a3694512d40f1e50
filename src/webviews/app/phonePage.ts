import type { PhonePage, ToPhonePage } from "../protocol";
import { element } from "./dom";
import { host, onMessage } from "./host";
import { phoneScreen } from "./phoneScreen";

const page = document.getElementById("page")!;
const draft = { text: "", subject: "" };
let result: HTMLElement | undefined;

onMessage<ToPhonePage>(({ page: shown }) => {
  // While the user types, only the result is redrawn.
  const isTyping = document.activeElement instanceof HTMLTextAreaElement;
  if (isTyping && result) result.replaceChildren(...draftResult(shown));
  else page.replaceChildren(...phonePage(shown));
});
host.postMessage({ kind: "ready" });

function phonePage(shown: PhonePage): HTMLElement[] {
  const { labels, messages, selected } = shown;
  const current = messages.find(({ id }) => id === selected);
  result = element("div", { class: "draft-result" }, ...draftResult(shown));
  return [
    element("h1", { class: "summary-line" }, labels.heading),
    element(
      "div",
      { class: "phones" },
      element(
        "section",
        { class: "card" },
        messages.length > 1 ? messageList(shown) : undefined,
        current ? phoneScreen(current, labels) : element("p", { class: "dim" }, labels.empty),
      ),
      element(
        "section",
        { class: "card" },
        element("h2", {}, labels.draft),
        draftBox(labels.draft, labels.draftHint),
        result,
      ),
    ),
  ];
}

function messageList({ labels, messages, selected }: PhonePage): HTMLElement {
  const select = element("select", { attributes: { "aria-label": labels.messages } });
  for (const { id, time, type, to } of messages) {
    const option = element("option", { attributes: { value: id } }, `${time} · ${type} → ${to}`);
    option.selected = id === selected;
    select.append(option);
  }
  select.addEventListener("change", () => host.postMessage({ kind: "select", messageId: select.value }));
  return select;
}

function draftBox(label: string, hint: string): HTMLTextAreaElement {
  const box = element("textarea", { attributes: { rows: "5", placeholder: hint, "aria-label": label } });
  box.value = draft.text;
  box.addEventListener("input", () => {
    draft.text = box.value;
    host.postMessage({ kind: "draft", ...draft });
  });
  return box;
}

const draftResult = ({ draft: view }: PhonePage): HTMLElement[] => (view ? [phoneScreen(view)] : []);
