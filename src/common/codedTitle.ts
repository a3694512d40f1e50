/** Splits "1062: The sender …" into code and text. A title without a code is text alone. */
export function codedTitle(title: string): { code?: string; text: string } {
  const [, code, text] = /^([A-Za-z0-9_]+): (.+)$/s.exec(title) ?? [];
  return code === undefined || text === undefined ? { text: title } : { code, text };
}

/** Moves the code to the end, where a narrow row may cut it off. */
export function titleWithCode(title: string): string {
  const { code, text } = codedTitle(title);
  return code === undefined ? text : `${text} (${code})`;
}

/** "Solapi 1062: The sender …", "Worker: The worker does not run". Without a place, the title alone. */
export function placedTitle(place: string | null | undefined, title: string): string {
  if (!place) return title;
  const { code, text } = codedTitle(title);
  return `${place}${code === undefined ? "" : ` ${code}`}: ${text}`;
}
