/** Digits of a phone number that may be shown; the backend's own logs show as many (`0101****`). */
const SHOWN_DIGITS = 4;

/** `01012345678` → `0101****`, the form of the backend's logs and NotificationLog. */
export function maskNumber(number: string): string {
  return `${number.replace(/\D/g, "").slice(0, SHOWN_DIGITS)}****`;
}

/** Recipient numbers in running text: Korean mobile and land lines, with or without separators. */
const NUMBER_IN_TEXT = /(?<![\dA-Za-z])(?:\+?82[- ]?|0)\d{1,2}[-. ]?\d{3,4}[-. ]?\d{4}(?![\dA-Za-z])/g;

/** Values of headers and variables whose name says that they are secret. */
const SECRET_IN_TEXT =
  /((?:api[_-]?key|api[_-]?secret|secret(?:[_-]?access[_-]?key)?|password|token|signature)["']?\s*[=:]\s*["']?)([^\s"',;&}]{4,})/gi;

const BEARER_IN_TEXT = /(Bearer\s+)[A-Za-z0-9._~+/=-]{8,}/g;

/** Masks phone numbers, bearer tokens and values named as secrets in a line that is shown or exported. */
export function maskText(text: string): string {
  return text
    .replace(BEARER_IN_TEXT, "$1****")
    .replace(SECRET_IN_TEXT, "$1****")
    .replace(NUMBER_IN_TEXT, (number) => maskNumber(number.replace(/^\+?82[- ]?0?/, "0")));
}
