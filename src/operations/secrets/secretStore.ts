import * as l10n from "@vscode/l10n";
import type { Environment } from "../../targets/environment";
import type { EnvironmentSettings, SecretName, SecretSource } from "../../targets/settings/environmentSettings";

/** One configured environment and its secrets on this machine. */
export interface EnvironmentSecrets {
  /** Name in the settings. */
  name: string;
  settings: EnvironmentSettings;
  /** Bound to the addresses in the settings. */
  secrets: SecretStore;
  /** Opens the environment with the secrets as they are now. The caller disposes it. */
  open(): Promise<Environment>;
}

export interface SecretStore extends Required<SecretSource> {
  remove(name: SecretName): Promise<void>;
  /** Removes the secrets of the environment for every address. Resolves with their number. */
  removeAll(): Promise<number>;
}

export function secretTitle(secret: SecretName): string {
  switch (secret) {
    case "apiToken":
      return l10n.t("API token");
    case "apiRefreshToken":
      return l10n.t("API refresh token");
    case "databaseUrl":
      return l10n.t("Database address");
    case "solapiApiKey":
      return l10n.t("Solapi API key");
    case "solapiApiSecret":
      return l10n.t("Solapi API secret");
  }
}
