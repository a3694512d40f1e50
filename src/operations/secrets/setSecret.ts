import * as l10n from "@vscode/l10n";
import type { SecretName } from "../../targets/settings/environmentSettings";
import type { OperationContext } from "../operation";
import { secretTitle } from "./secretStore";
import type { EnvironmentSecrets } from "./secretStore";

/** Stores one secret of the environment and asks for what is not given. Undefined: the user cancelled. */
export async function setSecret(
  environment: EnvironmentSecrets,
  given: { secret?: SecretName | undefined; value?: string | undefined },
  context: OperationContext,
): Promise<SecretName | undefined> {
  const secret = given.secret ?? (await chooseSecret(environment, context));
  if (secret === undefined) return undefined;
  const value = given.value ?? (await askForValue(environment.name, secret, context));
  if (value === undefined) return undefined;
  await environment.secrets.set(secret, value.trim());
  return secret;
}

/** Offers the secrets that the settings use, each marked as set or not. */
async function chooseSecret(
  { settings, secrets }: EnvironmentSecrets,
  { interaction }: OperationContext,
): Promise<SecretName | undefined> {
  const used: SecretName[] = [
    ...(settings.provider ? (["solapiApiKey", "solapiApiSecret"] as const) : []),
    ...(settings.tenantData?.kind === "sql" ? (["databaseUrl"] as const) : []),
    ...(settings.api ? (["apiToken"] as const) : []),
  ];
  const choices = used.map(async (secret) => ({
    label: secretTitle(secret),
    description: (await secrets.get(secret)) === undefined ? l10n.t("not set") : l10n.t("set"),
    value: secret,
  }));
  return interaction.choose(l10n.t("Which secret?"), await Promise.all(choices));
}

const askForValue = (name: string, secret: SecretName, { interaction }: OperationContext) =>
  interaction.ask({
    title: name,
    prompt: secretTitle(secret),
    isSecret: true,
    check: (value) => {
      if (value.trim() === "") return l10n.t("Nothing was typed yet");
      const isWrong = secret === "databaseUrl" && !/^postgres(?:ql)?:\/\/\S+$/.test(value.trim());
      return isWrong ? l10n.t("An address such as postgres://user:password@host:5432/database") : undefined;
    },
  });
