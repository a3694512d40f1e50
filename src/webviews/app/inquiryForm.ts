import type { InquiryFields } from "../../operations/inquiry/filter/inquiryFields";
import type { SelectChoice, InquiryLabels, InquiryView } from "../inquiryProtocol";
import { element } from "./dom";

/** The filters. What is being typed stays while a search runs; Enter in any field finds. */
export class InquiryForm {
  readonly root: HTMLFormElement;
  readonly #inputs: Record<keyof InquiryFields, HTMLInputElement | HTMLSelectElement>;
  readonly #labels: InquiryLabels;
  /** The fields as the panel last set them. */
  #set = "";

  constructor(labels: InquiryLabels, onFind: (fields: InquiryFields) => void) {
    this.#labels = labels;
    this.#inputs = {
      who: input(labels.whoHint),
      tenant: input(""),
      from: input(labels.timeHint),
      until: input(""),
      outcome: element("select"),
      cause: element("select"),
    };
    const field = (name: keyof InquiryFields, label: string) =>
      element("label", { class: `field field-${name}` }, element("span", {}, label), this.#inputs[name]);
    this.root = element(
      "form",
      { class: "filters", role: "search" },
      field("who", labels.who),
      field("tenant", labels.tenant),
      field("from", labels.from),
      field("until", labels.until),
      field("outcome", labels.outcome),
      field("cause", labels.cause),
      element("button", { class: "action primary", attributes: { type: "submit" } }, labels.find),
    );
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      onFind(this.#values);
    });
  }

  update({ fields, outcomes, causes }: Pick<InquiryView, "fields" | "outcomes" | "causes">): void {
    const kept = this.#values;
    const isKnown = causes.some(({ value }) => value === fields.cause);
    const own = fields.cause === "" || isKnown ? [] : [{ value: fields.cause, label: fields.cause }];
    this.#offer("outcome", outcomes);
    this.#offer("cause", [...own, ...causes]);
    const set = JSON.stringify(fields);
    const values = set === this.#set ? kept : fields;
    for (const name of names) this.#inputs[name].value = values[name];
    this.#set = set;
  }

  get #values(): InquiryFields {
    const values = Object.fromEntries(names.map((name) => [name, this.#inputs[name].value]));
    return values as unknown as InquiryFields;
  }

  #offer(name: "outcome" | "cause", choices: readonly SelectChoice[]): void {
    const options = [{ value: "", label: this.#labels.any }, ...choices].map(({ value, label }) =>
      element("option", { attributes: { value } }, label),
    );
    this.#inputs[name].replaceChildren(...options);
  }
}

const names = ["who", "tenant", "from", "until", "outcome", "cause"] as const;

const input = (placeholder: string): HTMLInputElement =>
  element("input", { attributes: { type: "text", placeholder, spellcheck: "false", autocomplete: "off" } });
