import { secretVariables } from "./environmentSettings";
import type { SecretName, SecretSource } from "./environmentSettings";

/** Secrets from environment variables, for the command line and tests. Refreshed tokens last as long as this object. */
export function secretsOfVariables(variables: NodeJS.ProcessEnv): SecretSource {
  const renewed = new Map<SecretName, string>();
  return {
    get: (name) => Promise.resolve(renewed.get(name) ?? (variables[secretVariables[name]] || undefined)),
    set: (name, value) => {
      renewed.set(name, value);
      return Promise.resolve();
    },
  };
}
