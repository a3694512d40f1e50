import { maskStart } from "../../common/masking";

/** Limit for a body that is not JSON: enough for the exception's name and place. Django's debug page has 150 KB. */
const KEPT_CHARACTERS = 4_096;

/** Replaces each of these words in a text with `****`. */
export const without = (words: readonly string[], text: string): string =>
  words.reduce((rest, word) => rest.replaceAll(word, "****"), text);

/** Makes foreign text safe to show or keep: masks and shortens it. */
export const redacted = (text: string): string => maskStart(text, KEPT_CHARACTERS);
