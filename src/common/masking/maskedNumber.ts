import { digitsOf } from "../text/digits";

/** How many digits of a phone number are shown, as in the backend's own logs (`0101****`). */
const SHOWN_DIGITS = 4;

/** `01012345678` → `0101****`, as in the backend's logs and NotificationLog. */
export function maskNumber(number: string): string {
  return `${digitsOf(number).slice(0, SHOWN_DIGITS)}****`;
}
