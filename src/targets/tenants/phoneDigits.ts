/** A typed sender without hyphens, dots, spaces and brackets; undefined unless it has 8 to 11 digits. */
export function senderDigits(text: string): string | undefined {
  const digits = text.replace(/[-\s.()]/g, "");
  return /^\d{8,11}$/.test(digits) ? digits : undefined;
}

/**
 * A phone number's digits, with 82 as 0: "+82 10-1234-5678" → "01012345678". Undefined if it contains anything else: a
 * letter or a digit of another script might be dropped here and dialled elsewhere.
 */
export function phoneDigits(text: string): string | undefined {
  if (text.length > 40 || !/^\+?[\d ().-]+$/.test(text)) return undefined;
  const digits = text.replace(/[^\d]/g, "").replace(/^82(?=\d{9,10}$)/, "0");
  return /^0\d{8,10}$/.test(digits) ? digits : undefined;
}
