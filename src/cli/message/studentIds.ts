import * as l10n from "@vscode/l10n";

/** "1, 2" → [1, 2]. Throws the error class that the caller passes. */
export const studentIds = (value: string, Refusal: new (message: string) => Error): number[] =>
  value.split(",").map((part) => wholeNumber(part.trim(), Refusal));

export function wholeNumber(value: string, Refusal: new (message: string) => Error): number {
  if (!/^\d{1,15}$/.test(value)) throw new Refusal(l10n.t("a whole number of at most 15 digits is needed."));
  return Number(value);
}
