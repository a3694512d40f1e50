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

/** A quote as Python and JSON print it, as JSON in JSON escapes it, and as a CSV file doubles it. */
const QUOTE = String.raw`""|\\{0,3}["']`;
/** A value up to its quote, or to the end of a line that was cut. */
const VALUE = String.raw`(?<open>\k<quote>|["'])(?<value>.*?)(?<close>(?<!\\)\k<open>(?=\s{0,9}[,}\]])|$)`;

/** What somebody wrote to a parent: the text in a payload that was logged, up to its end or the line's. */
const BODY_IN_TEXT = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?:text|raw_body|raw_subject|subject)\k<quote>\s{0,9}:\s{0,9})${VALUE}`,
  "gm",
);

/** A message of the queue or of the provider's API, printed whole: it names a tenant or a recipient. */
const PAYLOAD =
  /(?:tenant_?id|\bto|phone\w{0,9}|recipient\w{0,9}|receiver\w{0,9})\\{0,3}["']{1,2}\s{0,9}:|Invalid message format/i;
const FIELD_OF_PAYLOAD = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?<key>[^"'\\\n]{1,60})\k<quote>\s{0,9}:\s{0,9})${VALUE}`,
  "gm",
);
const LIST_OF_PAYLOAD = new RegExp(
  String.raw`(?<before>(?<quote>${QUOTE})(?<key>[^"'\\\n]{1,60})\k<quote>\s{0,9}:\s{0,9}\[)(?=\s{0,9}\\{0,3}["'])[^\]{\n]*`,
  "gm",
);
/** Fields whose words are a system's, never a person's. */
const HARMLESS_FIELD =
  /(?:^|[_a-z])(?:ids?|uuid|types?|modes?|status|codes?|at|date|time|version|generation|queue|region|source|channel|errors?)$|(?:Id|Ids|Type|Code|At)$|^date|^(?:detail|reason|failure_reason|errorMessage|statusMessage)$/;
/** Fields that hold what somebody wrote, whatever it looks like. */
const WRITTEN_FIELD = /^(?:text|message|msg|content|contents|body|name|title|subject)$/i;
/** A field whose value is JSON of its own, such as the line of a container in Docker's file. */
const NESTED = /\\+["']\s{0,9}:/;
/** Numbers (masked below), ids and what is masked already: one word with a digit or a star in it. */
const HARMLESS_VALUE = /^(?:[\w.:+*-]*[\d*][\w.:+*-]*|\+?\d[\d ()-]*)?$/;

interface Field {
  before: string;
  key?: string;
  open: string;
  value: string;
  close: string;
}

/** Of the arguments of a replacer: the named groups come last. */
const maskField = (...found: unknown[]): string => {
  const { before, key, open, value, close } = found.at(-1) as Field;
  const isHarmless =
    key !== undefined && (HARMLESS_FIELD.test(key) || (!WRITTEN_FIELD.test(key) && HARMLESS_VALUE.test(value)));
  if (key !== undefined && !WRITTEN_FIELD.test(key) && NESTED.test(value))
    return before + open + maskPayload(value) + close;
  return `${before}${open}${isHarmless || value === "" ? value : "****"}${close}`;
};

const maskList = (whole: string, ...found: unknown[]): string => {
  const { before, key } = found.at(-1) as Field;
  return key !== undefined && HARMLESS_FIELD.test(key) ? whole : `${before}****`;
};

function maskPayload(text: string): string {
  const masked = text.replace(BODY_IN_TEXT, maskField);
  if (!PAYLOAD.test(masked)) return masked;
  return masked.replace(LIST_OF_PAYLOAD, maskList).replace(FIELD_OF_PAYLOAD, maskField);
}

/**
 * Masks phone numbers, texts of messages, whatever a printed payload says of a person, and secrets by name or form in a
 * line that is shown or exported.
 */
export function maskText(text: string): string {
  return maskPayload(text)
    .replace(TOKEN_IN_TEXT, "****")
    .replace(KEY_IN_TEXT, "$1****")
    .replace(PASSWORD_IN_URL, "$1****")
    .replace(BEARER_IN_TEXT, "$1****")
    .replace(SECRET_IN_TEXT, "$1****")
    .replace(NUMBER_IN_TEXT, (number) => maskNumber(number.replace(/^\+?82[- ]?0?/, "0")));
}
