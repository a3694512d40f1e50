/** What a terminal or an editor would act upon in place of showing it: C0 and C1 controls, and marks of direction. */
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/g;
/** Colours and other looks, as a program that logs to a terminal writes them: nothing to be seen, nothing to be afraid of. */
const LOOKS = /\x1b\[[\d;]{0,20}m/g;

const PICTURES = 0x2400;

/** ESC as `␛`, BEL as `␇`, U+202E as `\u202e`. */
function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? "␡" : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Foreign text without anything that a terminal, an output channel or a tree obeys: controls become visible, looks go. */
export const visibleText = (text: string): string => text.replace(LOOKS, "").replace(HIDDEN, pictureOf);

/** The same for a line that has colours of our own. */
export function visibleLine(text: string): string {
  const looks = text.match(LOOKS) ?? [];
  const parts = text.split(LOOKS).map((part) => part.replace(HIDDEN, pictureOf));
  return parts.map((part, index) => part + (looks[index] ?? "")).join("");
}

/** JSON as text: what JSON leaves as it is and a terminal obeys is escaped, so that it means the same. */
export const visibleJson = (json: string): string =>
  // U+007F has no short escape in JSON, and its picture would be another character.
  json.replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
