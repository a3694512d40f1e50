/** The start of a word, also right after an escape sequence of JSON, Python or a URL. */
const start = (own: string) =>
  String.raw`(?:(?<![${own}])|(?<=%[0-9a-fA-F]{2}|\\[nrtfvb]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}))`;
const WORD = start("A-Za-z0-9");
const BASE64 = start(String.raw`\w/+=-`);
/** Both letter cases and a digit, as in random strings. */
const MIXED = "(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*[0-9])";
const SPACE = String.raw`(?:\s|%20|\+|&nbsp;){1,3}`;

/** Secrets recognisable by form alone. Each pattern is anchored on the left, so that it reads the text once. */
// prettier-ignore
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g, "-----PRIVATE KEY **** -----"],
  // JSON web tokens, whole or in part
  [new RegExp(String.raw`${start(String.raw`\w-`)}eyJ[\w-]{5,}(?:\.[\w-]*){0,4}`, "g"), "****"],
  // AWS
  [new RegExp(`${WORD}(AKIA|ASIA|AROA|AIDA|ABIA|ACCA|AGPA|ANPA|ANVA|APKA)[0-9A-Z]{8,}`, "g"), "$1****"],
  [new RegExp(String.raw`${BASE64}${MIXED}[A-Za-z0-9/+]{40}(?![\w/+=-])`, "g"), "****"],
  // Solapi: keys, and secrets, which are as long as its group and message ids
  [new RegExp(`${WORD}NCS[0-9A-Z]{8,}`, "g"), "NCS****"],
  [new RegExp(String.raw`${WORD}(?![A-Z]\dV\d{14})(?![0-9A-F]{32})(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{32}(?![A-Za-z0-9])`, "g"), "****"],
  // GitHub, GitLab, Slack, Stripe, OpenAI, SendGrid, npm, PyPI, Google; Telegram; webhook URLs
  [new RegExp(String.raw`${WORD}(gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|sk-|sk_live_|sk_test_|rk_live_|SG\.|npm_|pypi-|AIza|ya29\.)[\w.-]{10,}`, "g"), "$1****"],
  [/(?<![\w:])\d{8,10}:[\w-]{35}(?![\w-])/g, "****"],
  [/(?<=hooks\.slack\.com\/(?:services|workflows)\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/g, "****"],
  // Single lines of a key, sessions, other long random strings
  [new RegExp(String.raw`${BASE64}${MIXED}(?!(?:/[a-z]{1,20}){2})[A-Za-z0-9/+]{60,}={0,2}`, "g"), "****"],
  // Authorization schemes, anywhere; ordinary words have neither digits nor that length
  [new RegExp(String.raw`${start(String.raw`\w-`)}(Bearer${SPACE})[\w.~+/=:%-]{8,}`, "g"), "$1****"],
  [new RegExp(String.raw`${start(String.raw`\w-`)}((?:Bearer|Basic|Token|JWT|ApiKey|Digest|Negotiate)${SPACE})(?=[A-Za-z._~+/:%-]*[\d=]|[\w.~+/:-]{20})[\w.~+/=:%-]{4,}`, "gi"), "$1****"],
];

/** A URL's user info, up to the last "@": passwords may contain "@" and "/". The next URL ends it. */
const ADDRESS =
  /(?<colon>:(?:\/\/|\\\/\\\/|%2f%2f)|%3a%2f%2f)(?<rest>(?:(?![=,;|][a-z][a-z0-9+.-]{1,20}:\/\/)[^\s"'<>`])+)/gi;
const WEB = /(?:https?|wss?)$/i;

function maskAddress(whole: string, ...found: unknown[]): string {
  const { colon: separator, rest } = found.at(-1) as { colon: string; rest: string };
  const [offset, text] = found.slice(-3) as [number, string];
  const at = Math.max(rest.lastIndexOf("@"), rest.toLowerCase().lastIndexOf("%40"));
  if (at < 0) return whole;
  const authority = /^[^/?#\\]*/.exec(rest)![0];
  const isWeb = WEB.test(text.slice(Math.max(0, offset - 5), offset));
  const hasUser = !isWeb || /@|%40/i.test(authority) || /:(?!\d*$)/.test(authority);
  if (!hasUser) return whole;
  const user = /^[\w.-]{1,64}:/.exec(rest.slice(0, at))?.[0] ?? "";
  return `${separator}${user}****${rest.slice(at)}`;
}

/** Replaces keys, tokens and passwords that are recognisable by form with `****`. */
export function maskShapes(text: string): string {
  let shown = text.replace(ADDRESS, maskAddress);
  for (const [shape, mask] of SHAPES) shown = shown.replace(shape, mask);
  return shown;
}
