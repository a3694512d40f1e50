/** Texts shorter than this stand in too many places to tell a line of a log by. */
const LEAST_ANCHOR = 8;

/** A call of a logger seldom spans more characters than this. */
const CALL_LENGTH = 600;

/** So much of a template's text must stand in one call. */
const LEAST_SHARE = 0.7;

/**
 * The line (0-based) of a Python source that prints a template: where its longest text stands, with the others around
 * it, whatever stands in the holes (`%s`, `{name}`) and however the string is cut into pieces. Undefined where none does.
 */
export function printingLine(source: string, template: string): { line: number; score: number } | undefined {
  const pieces = piecesOf(template);
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const anchor = [...pieces].sort((a, b) => b.length - a.length)[0];
  if (!anchor || anchor.length < LEAST_ANCHOR) return undefined;
  const places = placesOf(source, anchor);
  const best = places
    .map((at) => {
      const call = source.slice(Math.max(0, at - CALL_LENGTH), at + CALL_LENGTH);
      const found = pieces.filter((piece) => formsOf(piece).some((form) => call.includes(form)));
      return { at, score: found.reduce((sum, piece) => sum + piece.length, 0) / total };
    })
    .filter(({ at }) => !isComment(source, at))
    .sort((a, b) => b.score - a.score)[0];
  if (!best || best.score < LEAST_SHARE) return undefined;
  return { line: source.slice(0, best.at).split("\n").length - 1, score: best.score };
}

/** The texts between the holes. A space beside a hole may be the call's or the value's. */
const piecesOf = (template: string): string[] =>
  template
    .split(/\{\w*(?::\w+)?\}/)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length > 1);

/** As it stands, with the quotes of a Python string, and with its percent signs doubled. */
const formsOf = (piece: string): string[] => [
  piece,
  piece.replaceAll('"', '\\"'),
  piece.replaceAll("'", "\\'"),
  piece.replaceAll("%", "%%"),
];

function placesOf(source: string, anchor: string): number[] {
  const places = new Set<number>();
  // A long text may be cut in two by the end of a line: its beginning tells as well.
  for (const form of [...formsOf(anchor), ...(anchor.length > 24 ? [anchor.slice(0, 16)] : [])]) {
    for (let at = source.indexOf(form); at >= 0; at = source.indexOf(form, at + 1)) places.add(at);
  }
  return [...places];
}

const isComment = (source: string, at: number): boolean =>
  source
    .slice(source.lastIndexOf("\n", at) + 1, at)
    .trimStart()
    .startsWith("#");
