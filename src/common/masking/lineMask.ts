const BEGIN = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g;
const END = /-----END [A-Z ]{0,30}PRIVATE KEY-----/g;
/** A private key of 16,384 bits. */
const LONGEST_KEY_LINES = 220;

/**
 * Masks lines one by one as they come. A key that spans lines is recognisable only by its first one.
 *
 *     text ─a key begins─▶ key ─it ends, or 220 lines─▶ text
 */
export function createLineMask(maskLine: (line: string) => string): (line: string) => string {
  let keyLines = 0;
  const lastIndex = (line: string, mark: RegExp) => [...line.matchAll(mark)].at(-1)?.index ?? -1;
  return (line) => {
    const wasInKey = keyLines > 0;
    const [begin, end] = [lastIndex(line, BEGIN), lastIndex(line, END)];
    if (begin > end) keyLines = 1;
    else if (end >= 0 || keyLines >= LONGEST_KEY_LINES) keyLines = 0;
    else if (wasInKey) keyLines++;
    if (!wasInKey) return maskLine(line);
    return end >= 0 ? maskLine(`****${line.slice(end)}`) : "****";
  };
}
