import { digitsOf } from "../../common/text/digits";

const TO = /\bto=["']?(\+?\d[\d-]*\**)/;
const RECIPIENT = /\b(?:recipient|sending to)[= ](\d[\d-]*\**)/;
const NUMBER = /\+?\d[\d-]{2,}\**/;
/**
 * The tenant that the message belongs to. In the August generation a bare tenant_id may be the common owner instead.
 */
const TENANT = { march: /\btenant_id=(\d+)\b/, august: /\b(?:business|source)_tenant_id=(\d+)\b/ };

/** The recipient that a line names, masked or not. */
export const recipientIn = (text: string) => (TO.exec(text) ?? RECIPIENT.exec(text))?.[1];
export const numberIn = (text: string | undefined) => (text ? NUMBER.exec(text)?.[0] : undefined);
export const numbersIn = (texts: readonly (string | undefined)[]) => [
  ...new Set(texts.map(numberIn).filter((number) => number !== undefined)),
];
/** The number of the tenant that a line names. */
export const tenantIn = (text: string, isAugust: boolean) => TENANT[isAugust ? "august" : "march"].exec(text)?.[1];

/** The digits of a number, with a leading 0 instead of Korea's 82. */
export const nationalDigits = (number: string) => digitsOf(number).replace(/^82(?=\d{9,10}$)/, "0");

/** `0101****` and `01012345678` may be the same number; `0101****` and `0109****` are not. */
export function isSameNumber(one: string, other: string): boolean {
  const [left, right] = [readable(one), readable(other)];
  const length = Math.min(left.length, right.length);
  return left.slice(0, length) === right.slice(0, length);
}

/** The digits before the mask. */
const readable = (number: string) => digitsOf((number.split("*")[0] ?? "").replace(/^\+82-?/, "0"));
