import { maskText } from "../../common/masking";

/** Of a body that is no JSON: enough for the exception's name and place. Django's debug page has 150 KB. */
const KEPT_CHARACTERS = 4_096;

/** A JSON Web Token, wherever it stands. */
const JSON_WEB_TOKEN = /eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g;

/** Cookies in a dump of a request: Django's page and its text form repeat the request that failed. */
const COOKIES =
  /((?:HTTP_COOKIE|Set-Cookie|Cookie|csrftoken|sessionid)\b["']?(?:<\/td>\s*<td[^>]*>\s*<pre>)?\s*[=:]?\s*)[^\n<]+/gi;

/** Text of somebody else's that is shown or kept: without tokens, cookies and numbers, and short. */
export function redacted(text: string, secrets: readonly string[] = []): string {
  const bare = secrets.reduce((rest, secret) => rest.replaceAll(secret, "****"), text);
  const masked = maskText(bare.replace(JSON_WEB_TOKEN, "****").replace(COOKIES, "$1****"));
  return masked.length > KEPT_CHARACTERS ? `${masked.slice(0, KEPT_CHARACTERS)} …` : masked;
}
