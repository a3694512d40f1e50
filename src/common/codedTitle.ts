/** Splits "1062: The sender …" into code and text. A title without a code is text alone. */
export function codedTitle(title: string): { code?: string; text: string } {
  const [, code, text] = /^([A-Z]?[A-Za-z0-9]+): (.+)$/s.exec(title) ?? [];
  return code === undefined || text === undefined ? { text: title } : { code, text };
}

/** Moves the code to the end, where a narrow row may cut it off. */
export function titleWithCode(title: string): string {
  const { code, text } = codedTitle(title);
  return code === undefined ? text : `${text} (${code})`;
}
