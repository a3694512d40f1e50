import { digitsOf } from "../text/digits";
import { foldText } from "./foldedText";
import { maskNumber } from "./maskedNumber";

/** The separator between the groups of a number. */
const GAP = String.raw`[-. ()/_~·]{0,5}`;
const GROUPS = String.raw`${GAP}\d{3,4}${GAP}\d{4}`;
const MOBILE = String.raw`(?:1[016-9]|1[2-5]|50\d|[678]0)`;
const AREA = "(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])";
const SIZES = String.raw`(?:bytes|byte|[kmgt]i?b|b|ms|us|ns|µs|바이트)\b`;

/**
 * A phone number in folded text. Each form is bounded and starts where no digit precedes it, so that a long run of
 * digits is read once. Dates, times, ranges, sizes and longer ids do not match.
 */
const NUMBER = new RegExp(
  [
    // Several mobile numbers without a separator.
    String.raw`(?<!\d)(?:01[016-9]\d{8}){2,}(?!\d)`,
    // +82, 0082, 001 82, 00700 82; the national 0 may follow, also in brackets.
    String.raw`(?:\+|(?<!\d)00(?:700|[127])?-?)82${GAP}0?${GAP}(?:${MOBILE}|${AREA})${GROUPS}(?!\d)`,
    String.raw`(?<!\d)82${GAP}0?${GAP}${MOBILE}${GROUPS}(?!\d)`,
    // Other countries: E.164, 7 to 15 digits. The UTC offset after a time does not count.
    String.raw`(?<!:\d\d(?:[.,]\d{1,9})? ?)\+[1-9](?:[-. ()/]{0,2}\d){6,14}(?!\d)`,
    String.raw`\(?(?<!\d)0${MOBILE}${GROUPS}(?!\d)`,
    String.raw`(?<!\d)01[016-9],\d{3,4},\d{4}(?!\d)`,
    // Landlines. The look-behind excludes seconds and days, which start with the same digits.
    String.raw`(?<!\d[-:.,/]?)0${AREA}[-. )]{0,2}\d{3,4}[-. ]{0,2}\d{4}(?!\d)`,
    // A JSON or spreadsheet number that lost its leading 0.
    String.raw`(?<![\d.,\w-]|\d )10\d{8}(?![\d\w-]|\.\d*[1-9]| ?${SIZES})`,
    // No area code, or a company's number. Years and ranges do not count.
    String.raw`(?<![\w\-.:/,+]|(?:bytes|lines?|ports?|rows?|pages?|range)[ =:]{1,2})(?!19|20)\d{4}-\d{4}(?![\w\-.:/])`,
  ].join("|"),
  "gi",
);

const SHORTEST_ID = 16;
const LONGEST_ID = 64;

/** Digits encoded as hex, and base64 words: decoded one level deep. */
const HEX_OF_DIGITS = /(?<![0-9a-f])(?:2b)?(?:3\d){9,13}(?![0-9a-f])/gi;
const BASE64_WORD = /(?<![\w+/=-])[\w+/-]{12,400}={0,2}(?![\w+/=-])/g;
const PRINTED = /^[\t\n\r\x20-\x7e]+$/;

const shownForm = (number: string): string => {
  const korean = /^(?:\+|00(?:700|[127])?-?)?82[^\d]*0?/.exec(number);
  if (number.startsWith("+") && !korean) return `+${digitsOf(number).slice(0, 3)}****`;
  if (korean) return maskNumber(`0${number.slice(korean[0].length)}`);
  return maskNumber(/^10\d{8}$/.test(number) ? `0${number}` : number);
};

/** Whether the match is part of a hex id, which is not a phone number. */
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
    return ""; // not base64
  }
}

/** Masks phone numbers in text, however they are written, as `0101****`. */
export function maskNumbers(text: string): string {
  if (!/\p{Nd}|[A-Za-z]{12}/u.test(text)) return text;
  return maskForms(text)
    .replace(HEX_OF_DIGITS, (hex) => (isNumber(decodedHex(hex)) ? "****" : hex))
    .replace(BASE64_WORD, (word) => {
      const decoded = decodedBase64(word);
      return PRINTED.test(decoded) && isNumber(decoded) ? "****" : word;
    });
}
