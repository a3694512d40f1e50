import { visibleText } from "./visibleText";

/** The longest label, toast or hover that anybody reads. */
const LINE = 300;
const TEXT = 4_000;
/** What VS Code makes a link of in notifications and input boxes, even one that runs a command. */
const LINK = /\]\(/g;
/** A codicon, which VS Code draws in labels. */
const ICON = /\$\((?=[\w-])/g;

/** Foreign text for a place that shows one line: bounded, with control characters visible, without links. */
export function shownLine(text: string, characters = LINE): string {
  const line = visibleText(
    text
      .slice(0, 2 * characters)
      .replace(/\s+/g, " ")
      .trim(),
  ).replace(LINK, "] (");
  return text.length > characters && line.length >= characters ? `${line.slice(0, characters - 1)}…` : line;
}

/** The same with its lines kept, for dialogs and tooltips. */
export function shownText(text: string, characters = TEXT): string {
  const cut = text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
  return visibleText(cut).replace(LINK, "] (");
}

/** The same for a label that may begin with an icon of ours: further icons are shown as text. */
export function shownLabel(label: string, characters = LINE): string {
  const [icon = ""] = /^\$\([\w~-]{1,40}\) ?/.exec(label) ?? [];
  return icon + shownLine(label.slice(icon.length), characters).replace(ICON, "\\$(");
}

/** Every text of a value that a page or document shows, field names too. Values of `kept` fields are only made visible. */
export function shownValue<T>(value: T, show: (text: string) => string = shownText, kept?: ReadonlySet<string>): T {
  if (typeof value === "string") return show(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => shownValue(item, show, kept)) as T;
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, item]: [string, unknown]) => {
    const isKept = kept?.has(name) === true && typeof item === "string";
    return [show(name), isKept ? shownText(item) : shownValue(item, show, kept)] as const;
  });
  return Object.fromEntries(fields) as T;
}
