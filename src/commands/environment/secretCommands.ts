import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import type { EnvironmentSecrets } from "../../operations/secrets/secretStore";
import { environmentArgumentOf } from "./environmentArguments";
import type { EnvironmentArgument } from "./environmentArguments";
import { chooseEnvironment } from "./environmentPicks";
import type { EnvironmentTools } from "./environmentCommands";
import type { CommandMap } from "../../host/commandIds";

/** Puts tokens, keys and addresses with passwords into SecretStorage, and removes them. */
export function getSecretCommands(tools: EnvironmentTools): CommandMap {
  const { context, environments, secrets } = tools;
  const { notifier, operations, operation } = context;

  const choose = async (
    { environment }: EnvironmentArgument,
    title: string,
  ): Promise<EnvironmentSecrets | undefined> => {
    const name = await chooseEnvironment(environments, tools.checks, environment, title);
    if (name !== undefined) {
      const settings = environments.settingsOf(name);
      return { name, settings, secrets: secrets.storeOf(name, settings), open: () => environments.open(name) };
    }
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
      const title = l10n.t("Logging in to {0}", chosen.name);
      const loggedIn = await withCancellableProgress(title, (signal) =>
        operations().logIn(chosen, given, operation(signal)),
      );
      if (!loggedIn) return undefined;
      const { name, url, status, isAccepted } = loggedIn;
      if (isAccepted) void notifier.info(l10n.t("Logged in to {0}.", name));
      else void notifier.warning(l10n.t("{0} answers {1} to this token.", url, status));
      return { name, status };
    },
    "messaging.environment.setSecret": async (argument) => {
      const given = environmentArgumentOf(argument);
      const chosen = await choose(given, l10n.t("A secret of which environment?"));
      const secret = chosen && (await operations().setSecret(chosen, given, operation()));
      if (secret === undefined) return undefined;
      const title = operations().secretTitle(secret);
      void notifier.info(l10n.t("{0} of {1} is kept in the secret storage.", title, chosen!.name));
      return { name: chosen!.name, secret };
    },
    "messaging.environment.forgetSecrets": async (argument) => {
      const given = environmentArgumentOf(argument);
      const chosen = await choose(given, l10n.t("Forget the secrets of which environment?"));
      const count = chosen && (await operations().forgetSecrets(chosen, operation()));
      if (count === undefined) return undefined;
      void notifier.info(l10n.t("Secrets of {0} forgotten: {1}.", chosen!.name, count));
      return count;
    },
  };
}
