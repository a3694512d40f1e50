import { createHmac, randomBytes } from "node:crypto";
import { holdsSecret, isSecretVariable } from "../common/masking";
import type { EnvironmentVariables } from "./environment";

/** Of this process alone: a fingerprint that was written down somewhere is worth nothing to anybody later. */
const key = randomBytes(32);

/**
 * What may stand in for a secret: two sides with the same value have the same fingerprint, within this process. Keyed, so
 * that nobody can try values against it; never to be kept.
 */
export function fingerprint(secret: string): string {
  return `secret:${createHmac("sha256", key).update(secret).digest("hex").slice(0, 16)}`;
}

function isSecret(name: string, value: string): boolean {
  return isSecretVariable(name) || holdsSecret(value);
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
