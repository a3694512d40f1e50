import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import type { EnvironmentSettings, SecretName, SecretSource } from "../../targets/settings/environmentSettings";
import { environmentArgumentOf } from "./environmentArguments";
import type { EnvironmentArgument } from "./environmentArguments";
import { chooseEnvironment } from "./environmentPicks";
import type { EnvironmentTools } from "./environmentCommands";
import type { CommandMap } from "../../host/commandIds";

/** Puts tokens, keys and addresses with passwords into SecretStorage, and removes them. */
export function getSecretCommands(tools: EnvironmentTools): CommandMap {
  const { context, environments, secrets, module } = tools;

  const choose = async ({ environment }: EnvironmentArgument, placeHolder: string) => {
    const name = await chooseEnvironment(environments, tools.checks, environment, placeHolder);
    if (name !== undefined) return { name, settings: environments.settingsOf(name) };
    if (environments.list().environments.size > 0) return undefined;
    throw new ExpectedError(
      "no-environment",
      l10n.t("No environment is configured"),
      l10n.t("Discover one, or describe it in messaging.environments."),
    );
  };

  return {
    "messaging.environment.logIn": async (argument) => {
      const given = environmentArgumentOf(argument);
      const chosen = await choose(given, l10n.t("Log in to which environment?"));
      if (!chosen) return undefined;
      const { name, settings } = chosen;
      const api = apiOf(name, settings);
      const token = given.token ?? (given.username === undefined ? await askForToken(api.url) : undefined);
      if (token === null) return undefined;
      const keep: SecretSource = {
        ...secrets.of(name, settings),
        set: (secret, value) => secrets.set(name, settings, secret, value),
      };
      if (token !== undefined) {
        await secrets.set(name, settings, "apiToken", token.replace(/^Bearer\s+/i, "").trim());
        // The refresh token may be another user's: renewing with it would change who is logged in.
        await secrets.set(name, settings, "apiRefreshToken", undefined);
      } else {
        const user = await askForUser(given, api.url);
        if (!user) return undefined;
        await withCancellableProgress(l10n.t("Logging in to {0}", name), (signal) =>
          module().logIn(api, keep, user, signal),
        );
      }
      const { status } = await tryToken(tools, name);
      const isTaken = status >= 200 && status < 300;
      if (isTaken) void context.notifier.info(l10n.t("Logged in to {0}.", name));
      else void context.notifier.warning(l10n.t("{0} answers {1} to this token.", api.url, status));
      return { name, status };
    },
    "messaging.environment.setSecret": async (argument) => {
      const given = environmentArgumentOf(argument);
      const chosen = await choose(given, l10n.t("A secret of which environment?"));
      if (!chosen) return undefined;
      const { name, settings } = chosen;
      const secret = given.secret ?? (await askWhichSecret(secrets.of(name, settings), settings));
      if (secret === undefined) return undefined;
      const value = given.value ?? (await askForValue(name, secret));
      if (value === undefined) return undefined;
      await secrets.set(name, settings, secret, value.trim());
      void context.notifier.info(l10n.t("{0} of {1} is kept in the secret storage.", secretTitle(secret), name));
      return { name, secret };
    },
    "messaging.environment.forgetSecrets": async (argument) => {
      const given = environmentArgumentOf(argument);
      const chosen = await choose(given, l10n.t("Forget the secrets of which environment?"));
      if (!chosen) return undefined;
      const { name } = chosen;
      const isConfirmed = await context.interaction.confirm({
        question: l10n.t("Forget all secrets of {0}?", name),
        detail: l10n.t("Its token and keys are removed from this machine's secret storage."),
        action: l10n.t("Forget"),
      });
      if (!isConfirmed) return undefined;
      const count = await secrets.forget(name);
      void context.notifier.info(l10n.t("Forgotten: {0} secrets of {1}.", count, name));
      return count;
    },
  };
}

function apiOf(name: string, { api }: EnvironmentSettings) {
  if (api) return api;
  throw new ExpectedError(
    "no-api",
    l10n.t("{0} has no api", `messaging.environments.${name}`),
    l10n.t("Add its address: there the token comes from."),
  );
}

async function tryToken({ environments }: EnvironmentTools, name: string): Promise<{ status: number }> {
  const environment = await environments.open(name);
  try {
    if (!environment.api) throw new Error(`${name} has no API`);
    return await environment.api.check();
  } finally {
    await environment.dispose();
  }
}

/** null: cancelled; undefined: user name and password instead. */
async function askForToken(url: string): Promise<string | undefined | null> {
  const pasting = { label: `$(clippy) ${l10n.t("Paste a token")}`, description: l10n.t("from the browser's requests") };
  const logging = {
    label: `$(account) ${l10n.t("User name and password")}`,
    description: l10n.t("the password is not kept"),
  };
  const picked = await vscode.window.showQuickPick([logging, pasting], { placeHolder: url });
  if (!picked) return null;
  if (picked === logging) return undefined;
  const prompt = l10n.t('Access token of {0}, without or with "Bearer"', url);
  return (await vscode.window.showInputBox({ prompt, password: true, ignoreFocusOut: true })) || null;
}

async function askForUser(given: EnvironmentArgument, url: string) {
  const username =
    given.username ??
    (await vscode.window.showInputBox({ prompt: l10n.t("User name at {0}", url), ignoreFocusOut: true }));
  if (!username) return undefined;
  const password =
    given.password ??
    (await vscode.window.showInputBox({
      prompt: l10n.t("Password of {0}", username),
      password: true,
      ignoreFocusOut: true,
    }));
  return password ? { username, password } : undefined;
}

/** Offers the secrets that the settings use, each marked as set or not. */
async function askWhichSecret(source: SecretSource, settings: EnvironmentSettings): Promise<SecretName | undefined> {
  const useful: SecretName[] = [
    ...(settings.provider ? (["solapiApiKey", "solapiApiSecret"] as const) : []),
    ...(settings.tenantData?.kind === "sql" ? (["databaseUrl"] as const) : []),
    ...(settings.api ? (["apiToken"] as const) : []),
  ];
  const items = await Promise.all(
    useful.map(async (secret) => ({
      label: secretTitle(secret),
      description: (await source.get(secret)) === undefined ? l10n.t("not set") : l10n.t("set"),
      secret,
    })),
  );
  return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t("Which secret?") }))?.secret;
}

const askForValue = (name: string, secret: SecretName) =>
  vscode.window.showInputBox({
    title: name,
    prompt: secretTitle(secret),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value.trim() === "") return l10n.t("Nothing was typed yet");
      const isWrong = secret === "databaseUrl" && !/^postgres(?:ql)?:\/\/\S+$/.test(value.trim());
      return isWrong ? l10n.t("An address such as postgres://user:password@host:5432/database") : undefined;
    },
  });

function secretTitle(secret: SecretName): string {
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
