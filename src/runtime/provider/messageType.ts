import iconv from "iconv-lite";

/** The carriers count bytes of EUC-KR, not UTF-8 bytes and not characters. */
export const SMS_MAX_BYTES = 90;
export const LMS_MAX_BYTES = 2_000;
export const SUBJECT_MAX_BYTES = 40;

export type TextMessageType = "SMS" | "LMS";

/** The type Solapi gives a text without one: up to 90 bytes and no subject is an SMS, everything else an LMS. */
export function textMessageType(text: string, subject = ""): TextMessageType {
  return subject === "" && eucKrBytes(text) <= SMS_MAX_BYTES ? "SMS" : "LMS";
}

/** Length of a text in EUC-KR. A character that EUC-KR lacks counts as two bytes, like the Hangul around it. */
export function eucKrBytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += isAscii(character) ? 1 : 2;
  return bytes;
}

/** The unique characters that EUC-KR lacks: emoji, and the rarer Hangul syllables that only CP949 has (똠, 뷁). */
export function notInEucKr(text: string): string[] {
  const lacking = new Set<string>();
  for (const character of text) if (!isAscii(character) && !isKsX1001(character)) lacking.add(character);
  return [...lacking];
}

const isAscii = (character: string): boolean => character.length === 1 && character <= "\x7f";

/** The first and last byte of both halves of a two-byte character. */
const FIRST_BYTE = 0xa1;
const LAST_BYTE = 0xfe;

/** One bit per UTF-16 unit; all of KS X 1001 lies in the basic plane. */
let ksX1001: Uint8Array | undefined;

function isKsX1001(character: string): boolean {
  if (character.length !== 1) return false;
  ksX1001 ??= readKsX1001();
  return ksX1001[character.charCodeAt(0)] === 1;
}

/** iconv-lite's "euc-kr" is CP949, a superset, so this decodes only the bytes of EUC-KR. */
function readKsX1001(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  const pair = Buffer.alloc(2);
  for (let lead = FIRST_BYTE; lead <= LAST_BYTE; lead++) {
    for (let trail = FIRST_BYTE; trail <= LAST_BYTE; trail++) {
      pair[0] = lead;
      pair[1] = trail;
      const decoded = iconv.decode(pair, "euc-kr");
      if (decoded.length === 1 && decoded !== "\ufffd") table[decoded.charCodeAt(0)] = 1;
    }
  }
  return table;
}
