/**
 * A phone number's digits, 82 as 0: "+82 10-1234-5678" → "01012345678". Undefined where anything else is in it: a digit
 * of another script or a letter may be dropped here and dialled elsewhere.
 */
export function phoneDigits(text: string): string | undefined {
  if (text.length > 40 || !/^\+?[\d ().-]+$/.test(text)) return undefined;
  const digits = text.replace(/[^\d]/g, "").replace(/^82(?=\d{9,10}$)/, "0");
  return /^0\d{8,10}$/.test(digits) ? digits : undefined;
}
