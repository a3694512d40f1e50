/** A name that ends with one of these words has a secret value: `SOLAPI_API_SECRET`, `dbPassword`, `X-CSRFToken`. */
const SECRET_WORDS = new Set(
  (
    "secret secrets password passwords passwd passphrase pass pw pwd pin salt token credential credentials private signature " +
    "cookie cookies auth authorization webhook dsn fernet apikey secretkey accesskey privatekey connectionstring " +
    "sessionid sessionkey csrftoken csrfmiddlewaretoken jwt bearer otp accountkey 비밀번호 암호"
  ).split(" "),
);

/** A one-word name that ends with one of these is secret, too. */
const SECRET_ENDINGS = /(?:password|passwd|passphrase|secret|token|apikey|sessionid|connectionstring)$/;

/** A word before "key" that makes the key harmless: `primary_key`, `cacheKey`. */
const PLAIN_KEYS = new Set(
  "primary foreign cache dedupe dedup deduplication idempotency partition sort object routing message group error public publishable host lookup duplicate unique required extra".split(
    " ",
  ),
);

/** Words that make a name an error's: `InvalidAPIKey`, `ExpiredToken`. */
const COMPLAINTS = new Set("invalid missing expired unknown error no not without bad wrong unexpected".split(" "));

/** A suffix after the deciding word: `SECRET_KEY_2`, `TOKEN_OLD`. */
const VERSION =
  /^(?:\d+|v\d+|old|new|prev|previous|current|primary|secondary|fallback|fallbacks|base64|b64|hex|value)$/;

/** The shell's working folders, whose names look like passwords. */
const HARMLESS_NAMES = new Set(["PWD", "OLDPWD"]);

/** Names of URLs that usually contain a password. */
const SECRET_ADDRESS = /(?:DATABASE|DB|POSTGRES\w*|PG|MYSQL|MONGO\w*|REDIS|BROKER|CACHE|RESULT_BACKEND)_?UR[IL]S?$/i;

const LONGEST_NAME = 120;

/** Splits `dbPassword`, `DB_PASSWORD` and `db-password` into lower-case words. */
const wordsOf = (name: string) =>
  name
    .slice(-LONGEST_NAME)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .match(/[a-z]+|\d+|[가-힣]+/g) ?? [];

const isSecretWord = (word: string) => SECRET_WORDS.has(word) || SECRET_ENDINGS.test(word);

/** Whether a variable, header, field or parameter of this name holds a secret: the end of the name decides. */
export function isSecretName(name: string): boolean {
  if (HARMLESS_NAMES.has(name)) return false;
  const words = wordsOf(name);
  while (words.length > 1 && VERSION.test(words.at(-1)!)) words.pop();
  const [before, last] = [words.at(-2), words.at(-1)];
  if (last === undefined || words.some((word) => COMPLAINTS.has(word))) return false;
  if (last === "key" || last === "keys") return before !== undefined && !PLAIN_KEYS.has(before);
  return isSecretWord(last);
}

/** The same for an environment variable, but stricter: any word of the name decides. */
export function isSecretVariable(name: string): boolean {
  if (HARMLESS_NAMES.has(name)) return false;
  return (
    SECRET_ADDRESS.test(name) ||
    /KEY|PASSW|SECRET|TOKEN|CREDENTIAL|COOKIE|PRIVATE|SIGNATURE|WEBHOOK/i.test(name) ||
    wordsOf(name).some(isSecretWord)
  );
}
