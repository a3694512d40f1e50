import { createHmac, randomBytes } from "node:crypto";
import type { EnvironmentVariables } from "./environment";

/** Of this process alone: a fingerprint that was written down somewhere is worth nothing to anybody later. */
const key = randomBytes(32);

const SECRET_NAME =
  /KEY|SECRET|PASSW(?:OR)?D|PASSPHRASE|(?:^|_)(?:PASS|PW|PWD|PIN|SALT)(?:_|$)|TOKEN|CREDENTIAL|PRIVATE|SIGNATURE|COOKIE|(?:^|_)AUTH(?:ORIZATION)?(?:_|$)|WEBHOOK|(?:^|_)DSN(?:_|$)|CONNECTION_STRING/i;
/** Addresses that carry a password as a rule, whether or not this one does. */
const SECRET_ADDRESS = /(?:DATABASE|DB|POSTGRES\w*|PG|MYSQL|MONGO\w*|REDIS|BROKER|CACHE|RESULT_BACKEND)_?UR[IL]S?$/i;
/** The shell's folders, which the names above would take for passwords. */
const HARMLESS = new Set(["PWD", "OLDPWD"]);

/** Secrets that a name does not give away. */
const SECRET_VALUES = [
  /[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i, // user:password@ of an address, or a token in its place
  /[?&;](?:password|passwd|pwd|token|secret|[\w-]*key|sig|signature)=[^&;\s]/i,
  /(?:^|\s|;)(?:password|passwd|pwd)\s*=\s*\S/i, // a connection string of libpq or ODBC
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /["'](?:password|secret|token|private_?key|[\w-]*api_?key)["']\s*:/i, // JSON
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/, // JWT
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/i,
  /\b(?:gh[opsu]_|github_pat_|xox[abprs]-|sk-|sk_live_)\w{10,}/,
];

/**
 * What may stand in for a secret: two sides with the same value have the same fingerprint, within this process. Keyed, so
 * that nobody can try values against it; never to be kept.
 */
export function fingerprint(secret: string): string {
  return `secret:${createHmac("sha256", key).update(secret).digest("hex").slice(0, 16)}`;
}

export function isSecret(name: string, value: string): boolean {
  if (HARMLESS.has(name)) return false;
  return SECRET_NAME.test(name) || SECRET_ADDRESS.test(name) || SECRET_VALUES.some((pattern) => pattern.test(value));
}

/** Variables as they may be shown and compared: secrets as their fingerprints, "" where they are empty. */
export function withoutSecrets(variables: Readonly<Record<string, string>>): EnvironmentVariables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value !== "" && isSecret(name, value) ? fingerprint(value) : value,
    ]),
  );
}
