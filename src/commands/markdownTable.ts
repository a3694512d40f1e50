/** A table in Markdown, one line per row; untrusted text cannot break out of its cell. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)];
}
