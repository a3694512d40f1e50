/** What a person types as a sender, without hyphens, dots, spaces and brackets; undefined where it is not 8 to 11 digits. */
export function senderDigits(text: string): string | undefined {
  const digits = text.replace(/[-\s.()]/g, "");
  return /^\d{8,11}$/.test(digits) ? digits : undefined;
}

/**
 * A phone number's digits, 82 as 0: "+82 10-1234-5678" → "01012345678". Undefined where anything else is in it: a digit
 * of another script or a letter may be dropped here and dialled elsewhere.
 */
export function phoneDigits(text: string): string | undefined {
  if (text.length > 40 || !/^\+?[\d ().-]+$/.test(text)) return undefined;
  const digits = text.replace(/[^\d]/g, "").replace(/^82(?=\d{9,10}$)/, "0");
  return /^0\d{8,10}$/.test(digits) ? digits : undefined;
}
