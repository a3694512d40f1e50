const LETTER = 1;
const DIGIT = 2;
const LOWER = 4;
const UPPER = 8;
/** A letter that is no hexadecimal digit. */
const PLAIN = 16;
/** The class of every byte. Those of characters beyond ASCII count as letters; 0 ends a word. */
const classes = new Uint8Array(256).fill(LETTER, 128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[0-9]/.test(character)) classes[code] = DIGIT;
  else if (/[a-z]/.test(character)) classes[code] = LETTER | LOWER | (character > "f" ? PLAIN : 0);
  else if (/[A-Z]/.test(character)) classes[code] = LETTER | UPPER | (character > "F" ? PLAIN : 0);
  else if (/[_-]/.test(character)) classes[code] = LETTER;
}

const MIX = 0x9e3779b1;
const NUMBER = 0x2c1b3c6d;
const LINE_FEED = 10;

/**
 * Finds the end of a line and, in the same pass, its shape: a hash of everything but numbers and words with digits, and
 * a second hash, because two shapes may share the first.
 */
export class LineScanner {
  hash = 0;
  check = 0;

  /** The place of the line feed that ends the line, or `to` if there is none. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0;
    let check = 0;
    let word = 0;
    let seen = 0;
    let at = from;
    for (; at < to; at++) {
      const code = bytes[at] ?? 0;
      const kind = classes[code] ?? 0;
      if (kind === 0) {
        if (code === LINE_FEED) break;
        hash = (Math.imul(hash ^ word, MIX) + code) | 0;
        check = (check + Math.imul(word + code, hash | 1)) | 0;
        word = 0;
        seen = 0;
      } else if (kind === DIGIT) {
        // Of `mock-17` the word counts, of `deadb33f` and `G4V2026` nothing.
        if ((seen & PLAIN) === 0 || (seen & (LOWER | UPPER)) === (LOWER | UPPER)) word = 0;
        word ^= NUMBER;
        while (at + 1 < to && classes[bytes[at + 1] ?? 0] !== 0) at++;
      } else {
        word = (Math.imul(word, 31) + code) | 0;
        seen |= kind;
      }
    }
    this.hash = (Math.imul(hash ^ word, MIX) + LINE_FEED) | 0;
    this.check = (check + Math.imul(word + LINE_FEED, this.hash | 1)) | 0;
    return at;
  }
}
