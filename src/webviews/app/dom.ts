/// <reference lib="dom" />

/** Builds a page's elements. Texts become text nodes, never markup: nothing from a log or a provider can run. */

type Child = Node | string | undefined;

export interface Attributes {
  class?: string;
  role?: string;
  title?: string;
  /** Set as properties or attributes, unchanged. */
  attributes?: Record<string, string>;
  /** Style properties, custom ones included; set by script, which the page's policy allows. */
  style?: Record<string, string>;
  onClick?: () => void;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (attributes.class !== undefined) made.className = attributes.class;
  if (attributes.role !== undefined) made.setAttribute("role", attributes.role);
  if (attributes.title !== undefined) made.title = attributes.title;
  for (const [name, value] of Object.entries(attributes.attributes ?? {})) made.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes.style ?? {})) made.style.setProperty(name, value);
  if (attributes.onClick) made.addEventListener("click", attributes.onClick);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** Marks as drawings, in the shapes of the command line's characters. */
const paths: Record<string, string> = {
  passed: "M3.5 8.5 6.5 11.5 12.5 4.5",
  degraded: "M8 3.5v5.5 M8 12.2v.3",
  stopped: "M4 4 12 12 M12 4 4 12",
  "not-sent": "M8 2.5a5.5 5.5 0 1 1-.01 0",
  skipped: "M3 9a5 5 0 0 1 9.5-2 M12.8 3.6v3.6h-3.6",
  unknown: "M5.8 6.2a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6 M8 12.2v.3",
  "not-reached": "M6.5 8h3",
};

export function markIcon(mark: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `mark-${mark}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", paths[mark] ?? "");
  svg.append(path);
  return svg;
}

export const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;
