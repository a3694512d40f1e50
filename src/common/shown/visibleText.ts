/** Characters that a terminal or editor acts on instead of showing: C0 and C1 controls, bidirectional marks. */
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/g;
/** ANSI style sequences (SGR): colours and other text styles. Invisible and harmless. */
const LOOKS = /\x1b\[[\d;]{0,20}m/g;

const PICTURES = 0x2400;

/** ESC as `␛`, BEL as `␇`, U+202E as `\u202e`. */
function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? "␡" : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Makes untrusted text safe for a terminal, output channel or tree: shows control characters, removes ANSI styles. */
export const visibleText = (text: string): string => text.replace(LOOKS, "").replace(HIDDEN, pictureOf);

/** Like {@link visibleText}, but keeps ANSI styles: for lines that we colour ourselves. */
export function visibleLine(text: string): string {
  const looks = text.match(LOOKS) ?? [];
  const parts = text.split(LOOKS).map((part) => part.replace(HIDDEN, pictureOf));
  return parts.map((part, index) => part + (looks[index] ?? "")).join("");
}

/** Escapes the control characters that JSON leaves raw and a terminal obeys. The JSON's value stays the same. */
export const visibleJson = (json: string): string =>
  // A visible picture would change the value; an escape does not.
  json.replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
