import { shownText } from "./shownLine";

/** Text in Markdown that cannot become markup, a link, an image, an element, a mention or a reference. One line. */
export const inlineMarkdown = (text: string): string =>
  shownText(text)
    .replace(/\s/g, " ")
    .replace(/#(?=\d)/g, "&#35;")
    .replace(/[\\`*[\]<>|~]/g, (mark) => `\\${mark}`)
    .replace(/(?<=\w):(?=\/\/)/g, "&#58;")
    .replace(/(?<=\bwww)\./gi, "&#46;")
    .replace(/@(?=\w)/g, "&#64;");

/** A code span that no run of backticks in the text can close. */
export function codeSpan(text: string): string {
  const fence = "`".repeat(longestRun(text, 0) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + pad + text.replace(/\s/g, " ") + pad + fence;
}

/** A fenced code block that no line of the text can close. */
export function fencedBlock(text: string, language = "text"): string {
  const fence = "`".repeat(longestRun(text, 2) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const longestRun = (text: string, atLeast: number): number =>
  [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), atLeast);

/** A table, one line per row. Its cells are foreign text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => inlineMarkdown(cell.trim())).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)];
}
