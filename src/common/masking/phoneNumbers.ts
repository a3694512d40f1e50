import { foldText } from "./foldedText";
import { maskNumber } from "./maskedNumber";

/** Between the groups of a number. */
const GAP = String.raw`[-. ()/_~·]{0,5}`;
const GROUPS = String.raw`${GAP}\d{3,4}${GAP}\d{4}`;
const MOBILE = String.raw`(?:1[016-9]|1[2-5]|50\d|[678]0)`;
const AREA = "(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])";
const SIZES = String.raw`(?:bytes|byte|[kmgt]i?b|b|ms|us|ns|µs|바이트)\b`;

/**
 * A number in folded text. Each form is bounded, and begins where no digit stands before, so that a long run of digits is
 * read once. What only looks like a number stays: dates, times, ranges, sizes, longer ids.
 */
const NUMBER = new RegExp(
  [
    // Several mobile numbers without anything between.
    String.raw`(?<!\d)(?:01[016-9]\d{8}){2,}(?!\d)`,
    // +82, 0082, 001 82, 00700 82; the 0 may stand there all the same, and in brackets.
    String.raw`(?:\+|(?<!\d)00(?:700|[127])?-?)82${GAP}0?${GAP}(?:${MOBILE}|${AREA})${GROUPS}(?!\d)`,
    String.raw`(?<!\d)82${GAP}0?${GAP}${MOBILE}${GROUPS}(?!\d)`,
    // Anywhere else: as E.164 has it, from 7 to 15 digits. An offset behind a time is none.
    String.raw`(?<!:\d\d(?:[.,]\d{1,9})? ?)\+[1-9](?:[-. ()/]{0,2}\d){6,14}(?!\d)`,
    String.raw`\(?(?<!\d)0${MOBILE}${GROUPS}(?!\d)`,
    String.raw`(?<!\d)01[016-9],\d{3,4},\d{4}(?!\d)`,
    // Land lines: seconds and days begin with the same digits.
    String.raw`(?<!\d[-:.,/]?)0${AREA}[-. )]{0,2}\d{3,4}[-. ]{0,2}\d{4}(?!\d)`,
    // As a number of JSON or of a spreadsheet, the 0 lost.
    String.raw`(?<![\d.,\w-]|\d )10\d{8}(?![\d\w-]|\.\d*[1-9]| ?${SIZES})`,
    // Without an area code, or of a company; years and ranges are none.
    String.raw`(?<![\w\-.:/,+]|(?:bytes|lines?|ports?|rows?|pages?|range)[ =:]{1,2})(?!19|20)\d{4}-\d{4}(?![\w\-.:/])`,
  ].join("|"),
  "gi",
);

const SHORTEST_ID = 16;
const LONGEST_ID = 64;

/** Digits as hex, and words of base64: what is in them is looked at once. */
const HEX_OF_DIGITS = /(?<![0-9a-f])(?:2b)?(?:3\d){9,13}(?![0-9a-f])/gi;
const BASE64_WORD = /(?<![\w+/=-])[\w+/-]{12,400}={0,2}(?![\w+/=-])/g;
const PRINTED = /^[\t\n\r\x20-\x7e]+$/;

const shownForm = (number: string): string => {
  const korean = /^(?:\+|00(?:700|[127])?-?)?82[^\d]*0?/.exec(number);
  if (number.startsWith("+") && !korean) return `+${number.replace(/\D/g, "").slice(0, 3)}****`;
  if (korean) return maskNumber(`0${number.slice(korean[0].length)}`);
  return maskNumber(/^10\d{8}$/.test(number) ? `0${number}` : number);
};

/** An id in hex is no number, whatever digits are in it. */
function isInHex(text: string, from: number, until: number): boolean {
  if (!/^\d+$/.test(text.slice(from, until))) return false;
  const before = /(?<![0-9a-z])[0-9a-f]*$/i.exec(text.slice(Math.max(0, from - LONGEST_ID), from));
  const behind = /^[0-9a-f]*(?![0-9a-z])/i.exec(text.slice(until, until + LONGEST_ID));
  if (!before || !behind) return false;
  const around = before[0] + behind[0];
  return /[a-f]/i.test(around) && around.length + until - from >= SHORTEST_ID;
}

function maskForms(text: string): string {
  const folded = foldText(text);
  const parts: string[] = [];
  let end = 0;
  for (const match of folded.text.matchAll(NUMBER)) {
    if (isInHex(folded.text, match.index, match.index + match[0].length)) continue;
    const [from, until] = folded.span(match.index, match.index + match[0].length);
    parts.push(text.slice(end, from), shownForm(match[0]));
    end = until;
  }
  return parts.length > 0 ? parts.join("") + text.slice(end) : text;
}

const isNumber = (text: string) => /\d{4}/.test(text) && maskForms(text) !== text;

const decodedHex = (hex: string) => hex.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));

function decodedBase64(word: string): string {
  if (!/[A-Z]/.test(word) || !/\d|[+/=_-]/.test(word)) return "";
  try {
    return atob(word.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return ""; // no base64
  }
}

/** Phone numbers in running text, in whatever spelling, as `0101****`. */
export function maskNumbers(text: string): string {
  if (!/\p{Nd}|[A-Za-z]{12}/u.test(text)) return text;
  return maskForms(text)
    .replace(HEX_OF_DIGITS, (hex) => (isNumber(decodedHex(hex)) ? "****" : hex))
    .replace(BASE64_WORD, (word) => {
      const decoded = decodedBase64(word);
      return PRINTED.test(decoded) && isNumber(decoded) ? "****" : word;
    });
}
