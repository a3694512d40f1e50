import { notInEucKr } from "../../runtime/provider/messageType";

/** What layers read in a text, and nobody wrote about a person. */
const KEPT = /#\{(?:student_name_[23]|site_link)\}|\(광고\)|무료\s?수신\s?거부|무료\s?거부|https?:\/\//g;

/**
 * A text of the same shape without anything of the original: the same length in characters and in EUC-KR bytes, the
 * same lines, punctuation and symbols; letters and digits are replaced one by one. Keeps the backend's placeholders and
 * the words of the advertising rules, which layers read.
 */
export function madeUpText(text: string): string {
  let made = "";
  let end = 0;
  for (const match of text.matchAll(KEPT)) {
    made += replaced(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return made + replaced(text.slice(end));
}

/** A syllable that EUC-KR has, and one that only CP949 has. */
const COMMON = "가";
const RARE = "뷁";

function replaced(text: string): string {
  const rare = new Set(notInEucKr(text));
  return text.replace(/[\p{L}\p{N}]/gu, (character) => {
    if (/[a-z]/.test(character)) return "a";
    if (/[A-Z]/.test(character)) return "A";
    if (/\d/.test(character)) return "0";
    return rare.has(character) ? RARE : COMMON;
  });
}

const PREFIX = /^[\s+(]{0,3}(?:82[\s-]?)?(?:02|0?\d{2})/;
/** Fills made-up numbers. No prefix followed by it is a number of the sandbox that means something. */
const FILLER = "55500001";

/** A number of the same form: its prefix, length and separators, and none of its other digits. */
export function madeUpNumber(number: string): string {
  const prefix = PREFIX.exec(number)?.[0] ?? "";
  const rest = number.slice(prefix.length);
  const { length } = rest.replace(/\D/g, "");
  const digits = FILLER.padStart(length, "0").slice(0, length);
  let next = 0;
  return prefix + rest.replace(/[\p{L}\p{N}]/gu, (each) => (/\d/.test(each) ? (digits[next++] ?? "0") : "a"));
}
