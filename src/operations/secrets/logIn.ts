import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { ApiAccess } from "../../targets/http/apiAccess";
import type { EnvironmentSettings } from "../../targets/settings/environmentSettings";
import type { OperationContext } from "../operation";
import type { EnvironmentSecrets } from "./secretStore";

/** What the caller already has; the user is asked for the rest. */
export interface Credentials {
  /** With or without "Bearer". */
  token?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
}

export interface LoggedIn {
  name: string;
  url: string;
  /** The API's answer to the token. */
  status: number;
  isAccepted: boolean;
}

/**
 * Stores a token for the environment's API: a pasted one, or one in exchange for a password, which goes only to the
 * API and is not kept. Then asks the API whether it accepts the token. Undefined: the user cancelled. Errors: `no-api`;
 * `login-refused` with the backend's own sentence; `api-unreachable`, `api-timeout`.
 */
export async function logIn(
  environment: EnvironmentSecrets,
  given: Credentials,
  context: OperationContext,
): Promise<LoggedIn | undefined> {
  const { name, secrets } = environment;
  const api = apiOf(environment);
  const credentials = await credentialsFor(api.url, given, context);
  if (!credentials) return undefined;
  if ("token" in credentials) {
    await secrets.set("apiToken", credentials.token.replace(/^Bearer\s+/i, "").trim());
    // The refresh token may be another user's: renewing with it would change who is logged in.
    await secrets.remove("apiRefreshToken");
  } else {
    context.interaction.progress(l10n.t("Logging in to {0}", name));
    await new ApiAccess(api, secrets).login(credentials.username, credentials.password, context.signal);
  }
  const status = await statusOf(environment, context.signal);
  return { name, url: api.url, status, isAccepted: status >= 200 && status < 300 };
}

function apiOf({ name, settings: { api } }: EnvironmentSecrets): NonNullable<EnvironmentSettings["api"]> {
  if (api) return api;
  throw new ExpectedError(
    "no-api",
    l10n.t("{0} has no api", `messaging.environments.${name}`),
    l10n.t("Add its address: there the token comes from."),
  );
}

async function credentialsFor(
  url: string,
  given: Credentials,
  { interaction }: OperationContext,
): Promise<{ token: string } | { username: string; password: string } | undefined> {
  if (given.token !== undefined) return { token: given.token };
  const way = given.username === undefined ? await interaction.choose(url, waysToLogIn()) : "password";
  if (way === undefined) return undefined;
  if (way === "token") {
    const prompt = l10n.t('Access token of {0}, without or with "Bearer"', url);
    const token = await interaction.ask({ title: prompt, isSecret: true });
    return token ? { token } : undefined;
  }
  const username = given.username ?? (await interaction.ask({ title: l10n.t("User name at {0}", url) }));
  if (!username) return undefined;
  const password =
    given.password ?? (await interaction.ask({ title: l10n.t("Password of {0}", username), isSecret: true }));
  return password ? { username, password } : undefined;
}

const waysToLogIn = () => [
  {
    label: l10n.t("User name and password"),
    icon: "account",
    description: l10n.t("the password is not kept"),
    value: "password" as const,
  },
  {
    label: l10n.t("Paste a token"),
    icon: "clippy",
    description: l10n.t("from the browser's requests"),
    value: "token" as const,
  },
];

async function statusOf({ name, open }: EnvironmentSecrets, signal: AbortSignal): Promise<number> {
  const environment = await open();
  try {
    if (!environment.api) throw new Error(`${name} has no API`);
    return (await environment.api.check(signal)).status;
  } finally {
    await environment.dispose();
  }
}
