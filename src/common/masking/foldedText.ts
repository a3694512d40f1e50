/** Normalised text that maps each character back to its position in the original. */
export interface FoldedText {
  text: string;
  /** The range in the original for the characters from `start` to `end`. */
  span: (start: number, end: number) => [number, number];
}

/** Escapes of JSON, Python, URLs and HTML, also when escaped repeatedly, and non-ASCII characters except Hangul. */
const SPELLED =
  /\\{1,8}(?:u(?<high>d[89ab][0-9a-f]{2})\\{1,8}u(?<low>d[c-f][0-9a-f]{2})|u\{0{0,4}(?<brace>[0-9a-f]{1,6})\}|u(?<unicode>[0-9a-f]{4})|x(?<byte>[0-9a-f]{2})|[nrtfvb])|(?:%(?:25){0,3}[0-9a-f]{2})+|&(?:amp;)?(?:#(?<decimal>\d{1,7})|#x(?<hex>[0-9a-f]{1,6})|(?<name>nbsp|ensp|emsp|thinsp|ndash|mdash|minus|hyphen|dash|plus|lpar|rpar|shy));|[^\0-\x7f가-힣]/giu;

const NAMED: Readonly<Record<string, string>> = { plus: "+", lpar: "(", rpar: ")", shy: "\u00ad" };
const namedCharacter = (name: string) => NAMED[name] ?? (name.endsWith("sp") ? " " : "-");

const DECIMAL_DIGIT = /^\p{Nd}$/u;

/** Folds one character to ASCII: any digit to 0–9, any dash to "-", any space to " ", invisible characters to "". */
function plain(character: string): string {
  if (character < "\x7f" && character.length === 1) return character < " " ? "\n" : character;
  if (DECIMAL_DIGIT.test(character)) return digitOf(character);
  if (/^\p{Pd}$/u.test(character) || "−⁃ー⎯─".includes(character)) return "-";
  if (/^\p{Zs}$/u.test(character)) return " ";
  if (/^[\p{Cf}\u034f\ufe00-\ufe0f]$/u.test(character)) return "";
  if ("·・‧•∙⋅ㆍ".includes(character)) return "·";
  if ("〜～∼˜".includes(character)) return "~";
  return character.normalize("NFKC");
}

/** A script's digits are contiguous from 0 to 9, so the value is the number of digits before this one. */
function digitOf(character: string): string {
  const code = character.codePointAt(0)!;
  // The five styles of mathematical digits follow each other without a gap.
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
  let value = 0;
  while (value < 9 && DECIMAL_DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

const utf8 = new TextDecoder();

/** Decodes percent-encoded UTF-8 into characters, each with its encoded length. */
function percentCharacters(run: string): [string, number][] {
  const bytes = run.match(/%(?:25)*?[0-9a-f]{2}(?=%|$)/gi) ?? [];
  const found: [string, number][] = [];
  for (let index = 0; index < bytes.length;) {
    const lead = parseInt(bytes[index]!.slice(-2), 16);
    const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    const own = bytes.slice(index, index + size);
    const values = own.map((byte) => parseInt(byte.slice(-2), 16));
    const character = size === 1 ? String.fromCharCode(lead) : utf8.decode(Uint8Array.from(values));
    found.push([character, own.join("").length]);
    index += size;
  }
  return found;
}

function charactersOf(match: RegExpMatchArray): [string, number][] {
  const [whole] = match;
  if (whole.startsWith("%")) return percentCharacters(whole);
  const { high, low } = match.groups ?? {};
  if (high && low) return [[String.fromCharCode(parseInt(high, 16), parseInt(low, 16)), whole.length]];
  const { brace, unicode, byte, decimal, hex, name } = match.groups ?? {};
  const code = decimal ? Number(decimal) : parseInt(brace ?? unicode ?? byte ?? hex ?? "", 16);
  const unnamed = whole.startsWith("\\") ? "\n" : whole;
  if (Number.isNaN(code)) return [[name ? namedCharacter(name.toLowerCase()) : unnamed, whole.length]];
  return [[code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd", whole.length]];
}

/** Normalises text so that an ASCII pattern matches every spelling. Runs in linear time. */
export function foldText(text: string): FoldedText {
  const pieces: string[] = [];
  /** The original position of each folded character, followed by the end position. */
  let places: number[] | undefined;
  let end = 0;
  const copy = (until: number) => {
    pieces.push(text.slice(end, until));
    if (places) for (let place = end; place < until; place++) places.push(place);
    end = until;
  };
  for (const match of text.matchAll(SPELLED)) {
    places ??= [];
    copy(match.index);
    for (const [character, length] of charactersOf(match)) {
      const folded = plain(character);
      pieces.push(folded);
      for (let unit = 0; unit < folded.length; unit++) places.push(end);
      end += length;
    }
    end = match.index + match[0].length;
  }
  if (!places) return { text, span: (start, stop) => [start, stop] };
  copy(text.length);
  places.push(text.length);
  const known = places;
  return { text: pieces.join(""), span: (start, stop) => [known[start]!, known[stop]!] };
}
