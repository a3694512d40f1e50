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

/** Secrets that show by their form alone: JSON web tokens, access keys of AWS and of Solapi, passwords in URLs. */
const TOKEN_IN_TEXT = /\beyJ[\w-]{8,}(?:\.[\w-]+){1,2}/g;
const KEY_IN_TEXT = /\b(AKIA|ASIA|NCS)[0-9A-Z]{8,}\b/g;
const PASSWORD_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi;

/** What somebody wrote to a parent: the text in a payload that was logged, up to its end or the line's. */
const BODY_IN_TEXT = /(["'](?:text|raw_body|raw_subject|subject)["']\s*:\s*(["'])).*?(\2(?=\s*[,}])|$)/gm;

/** Masks phone numbers, texts of messages, and secrets by name or form in a line that is shown or exported. */
export function maskText(text: string): string {
  return text
    .replace(BODY_IN_TEXT, "$1****$3")
    .replace(TOKEN_IN_TEXT, "****")
    .replace(KEY_IN_TEXT, "$1****")
    .replace(PASSWORD_IN_URL, "$1****")
    .replace(BEARER_IN_TEXT, "$1****")
    .replace(SECRET_IN_TEXT, "$1****")
    .replace(NUMBER_IN_TEXT, (number) => maskNumber(number.replace(/^\+?82[- ]?0?/, "0")));
}
