/** Shorter texts occur in too many places to identify a log line. */
const LEAST_ANCHOR = 8;

/** Logger calls seldom span more characters than this. */
const CALL_LENGTH = 600;

/** Minimum share of a template's text that one call must contain. */
const LEAST_SHARE = 0.7;

/**
 * Finds the line (0-based) of a Python source that prints a template. Looks for the template's longest text with its
 * other texts around it. It does not matter what the holes contain (`%s`, `{name}`) or how the string is split.
 * Undefined where no line prints it.
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

/** The texts between the holes. A space next to a hole may belong to the call or to the value. */
const piecesOf = (template: string): string[] =>
  template
    .split(/\{\w*(?::\w+)?\}/)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length > 1);

/** The text unchanged, escaped as in a Python string, and with doubled percent signs. */
const formsOf = (piece: string): string[] => [
  piece,
  piece.replaceAll('"', '\\"'),
  piece.replaceAll("'", "\\'"),
  piece.replaceAll("%", "%%"),
];

function placesOf(source: string, anchor: string): number[] {
  const places = new Set<number>();
  // A line break may split a long text, so its beginning is searched for too.
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
