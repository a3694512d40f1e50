import { visibleText } from "../visibleText";
import { maskNamedValues } from "./namedValues";
import { maskNames, maskPayload } from "./personalWords";
import { maskNumbers } from "./phoneNumbers";
import { maskShapes } from "./secretShapes";

export { maskNumber } from "./maskedNumber";
export { isSecretVariable } from "./secretNames";

/**
 * Masks phone numbers, texts of messages, what a printed payload says of a person, and secrets by name or form in a text
 * that is shown, exported or kept; control characters become visible. Takes time in proportion to the text; idempotent.
 */
export function maskText(text: string): string {
  return maskNames(maskNumbers(maskNamedValues(maskShapes(maskPayload(visibleText(text))))));
}

/** The longest number or word that a cut may go through. */
const LONGEST_WORD = 200;

/**
 * The beginning of a text, masked, with `characters` at most. Cuts first, so that what is not shown costs nothing, and
 * leaves out what the cut went through.
 */
export function maskStart(text: string, characters: number): string {
  const read = 2 * characters + 1_000;
  const isCut = text.length > read;
  const masked = maskText(isCut ? wholeWords(text.slice(0, read)) : text);
  if (masked.length <= characters) return isCut ? `${masked}…` : masked;
  return `${masked.slice(0, characters - 1)}…`;
}

/** Without the last word, or without as much as the longest one has where there is no space. */
function wholeWords(text: string): string {
  const end = text.length - LONGEST_WORD;
  const space = text.slice(end).search(/\s/);
  return text.slice(0, space < 0 ? end : end + space);
}

/** Whether a value holds a secret: by its form, or by what a name in it says. */
export function holdsSecret(value: string): boolean {
  return maskNamedValues(maskShapes(value)) !== value;
}
