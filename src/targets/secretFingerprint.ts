import { createHmac, randomBytes } from "node:crypto";
import { holdsSecret, isSecretVariable } from "../common/masking";
import type { EnvironmentVariables } from "./environment";

/** Random per process: a fingerprint that someone stores is useless later. */
const key = randomBytes(32);

/**
 * Stands in for a secret: equal values have equal fingerprints within this process. Keyed, so that nobody can test
 * guesses against it; never store it.
 */
export function fingerprint(secret: string): string {
  return `secret:${createHmac("sha256", key).update(secret).digest("hex").slice(0, 16)}`;
}

function isSecret(name: string, value: string): boolean {
  return isSecretVariable(name) || holdsSecret(value);
}

/** Variables that are safe to show and compare: secrets become fingerprints, or "" where they are empty. */
export function withoutSecrets(variables: Readonly<Record<string, string>>): EnvironmentVariables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value !== "" && isSecret(name, value) ? fingerprint(value) : value,
    ]),
  );
}
