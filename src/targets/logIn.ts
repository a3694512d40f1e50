import type { EnvironmentSettings, SecretSource } from "./settings/environmentSettings";
import { ApiAccess } from "./http/apiAccess";

/**
 * Exchanges a user's password for tokens, which `secrets` stores; the password goes only to the API.
 * Errors: `login-refused` with the backend's own sentence; `api-unreachable`, `api-timeout` if it does not answer.
 */
export function logIn(
  api: NonNullable<EnvironmentSettings["api"]>,
  secrets: SecretSource,
  { username, password }: { username: string; password: string },
  signal?: AbortSignal,
): Promise<void> {
  return new ApiAccess(api, secrets).login(username, password, signal);
}
