import type { EnvironmentSettings, SecretSource } from "./settings/environmentSettings";
import { ApiAccess } from "./http/apiAccess";

/**
 * Exchanges a user's password for tokens, which `secrets` keeps; the password goes to the API and nowhere else.
 * Errors: `login-refused` with the backend's own sentence, and where it does not answer `api-unreachable`, `api-timeout`.
 */
export function logIn(
  api: NonNullable<EnvironmentSettings["api"]>,
  secrets: SecretSource,
  { username, password }: { username: string; password: string },
  signal?: AbortSignal,
): Promise<void> {
  return new ApiAccess(api, secrets).login(username, password, signal);
}
