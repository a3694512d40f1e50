/** Digits of a phone number that may be shown; the backend's own logs show as many (`0101****`). */
const SHOWN_DIGITS = 4;

/** `01012345678` → `0101****`, the form of the backend's logs and of NotificationLog. */
export function maskNumber(number: string): string {
  return `${number.replace(/\D/g, "").slice(0, SHOWN_DIGITS)}****`;
}
