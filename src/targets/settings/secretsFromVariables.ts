import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { hostOf, SOLAPI_HOST } from "./credentialHosts";
import { secretVariables } from "./environmentSettings";
import type { EnvironmentSettings, SecretName, SecretSource } from "./environmentSettings";
import { requireHost } from "./trust";
import type { Trust } from "./trust";

/**
 * Secrets from environment variables. A variable does not say which address it was given for: `get` gives one only to
 * this machine, Solapi's own address, and the hosts that `trust` names. Refreshed tokens last as long as this object.
 * Errors of `get`: `address-not-trusted`, `database-url-invalid`.
 */
export function secretsOfVariables(
  variables: NodeJS.ProcessEnv,
  settings: EnvironmentSettings,
  trust: Trust,
): SecretSource {
  const renewed = new Map<SecretName, string>();
  return {
    get: async (name) => {
      const variable = variableOf(name, settings);
      const value = renewed.get(name) ?? (variables[variable] || undefined);
      if (value !== undefined) requireDestination(name, variable, value, settings, trust);
      return value;
    },
    set: (name, value) => {
      renewed.set(name, value);
      return Promise.resolve();
    },
  };
}

const variableOf = (name: SecretName, { tenantData }: EnvironmentSettings): string =>
  name === "databaseUrl" && tenantData?.kind === "sql" ? tenantData.urlVariable : secretVariables[name];

function requireDestination(
  name: SecretName,
  variable: string,
  value: string,
  { api, provider }: EnvironmentSettings,
  trust: Trust,
): void {
  switch (name) {
    case "apiToken":
    case "apiRefreshToken":
      if (api) requireHost("api.url", hostOf(api.url) ?? "", trust);
      return;
    case "solapiApiKey":
    case "solapiApiSecret": {
      const host = hostOf(provider?.url ?? "");
      if (host !== undefined && host !== SOLAPI_HOST) requireHost("provider.url", host, trust);
      return;
    }
    case "databaseUrl": {
      const host = databaseHost(variable, value);
      // Without a host: a socket of this machine.
      if (host !== undefined) requireHost(variable, host, trust);
    }
  }
}

/** Settings name the variable, so its value may be anything; only an address of Postgres is one to connect to. */
function databaseHost(variable: string, value: string): string | undefined {
  if (!/^postgres(?:ql)?:\/\//i.test(value) || !URL.canParse(value)) {
    throw new ExpectedError(
      "database-url-invalid",
      l10n.t("The variable {0} holds no address of a Postgres database", variable),
      l10n.t("Set it to {0}.", "postgres://user:password@host/database"),
    );
  }
  // `pg` lets this parameter replace the host.
  const host = new URL(value).searchParams.get("host") ?? hostOf(value);
  return !host || host.startsWith("/") ? undefined : host.toLowerCase();
}
