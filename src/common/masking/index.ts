import { visibleText } from "../shown/visibleText";
import { maskNamedValues } from "./namedValues";
import { maskNames, maskPayload } from "./personalWords";
import { maskNumbers } from "./phoneNumbers";
import { maskShapes } from "./secretShapes";

export { maskName } from "./maskedName";
export { maskNumber } from "./maskedNumber";
export { isSecretVariable } from "./secretNames";
export { createLineMask } from "./lineMask";
export { isWrittenName } from "./namedValues";
export { maskWritten } from "./namedValues";
export { maskFields } from "./maskedFields";

/**
 * Masks phone numbers, message texts, personal data in printed payloads, and secrets (by name or form) in text that is
 * shown, exported or stored. Makes control characters visible. Runs in linear time; idempotent.
 */
export function maskText(text: string): string {
  return maskNames(maskNumbers(maskNamedValues(maskShapes(maskPayload(visibleText(text))))));
}

/** The longest number or word that a cut may split. */
const LONGEST_WORD = 200;

/**
 * The start of a text, masked, at most `characters` long. Cuts before masking, so that the hidden rest costs nothing,
 * and drops the word that the cut splits.
 */
export function maskStart(text: string, characters: number): string {
  const read = 2 * characters + 1_000;
  const isCut = text.length > read;
  const masked = maskText(isCut ? wholeWords(text.slice(0, read)) : text);
  if (masked.length <= characters) return isCut ? `${masked}…` : masked;
  return `${masked.slice(0, characters - 1)}…`;
}

/** Drops the last word, or the last `LONGEST_WORD` characters where they contain no space. */
function wholeWords(text: string): string {
  const end = text.length - LONGEST_WORD;
  const space = text.slice(end).search(/\s/);
  return text.slice(0, space < 0 ? end : end + space);
}

/** Whether a value contains a secret, by its form or by a name in it. */
export function holdsSecret(value: string): boolean {
  return maskNamedValues(maskShapes(value)) !== value;
}
