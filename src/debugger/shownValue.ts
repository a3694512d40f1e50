/** A text as a variable's value: quoted, on one line, so that editing it in place keeps its line breaks. */
export const quoted = (text: string): string => JSON.stringify(text);

/** What a person typed as a value: a quoted text is read as JSON, anything else is meant as it is. */
export function typedText(value: string): string {
  const trimmed = value.trim();
  if (!trimmed.startsWith('"') || !trimmed.endsWith('"') || trimmed.length < 2) return value;
  try {
    const parsed: unknown = JSON.parse(trimmed);
    return typeof parsed === "string" ? parsed : value;
  } catch {
    return value;
  }
}
