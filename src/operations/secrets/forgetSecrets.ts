import * as l10n from "@vscode/l10n";
import type { OperationContext } from "../operation";
import type { EnvironmentSecrets } from "./secretStore";

/** Removes all secrets of the environment from this machine. Resolves with their number; undefined: cancelled. */
export async function forgetSecrets(
  { name, secrets }: Pick<EnvironmentSecrets, "name" | "secrets">,
  { interaction }: OperationContext,
): Promise<number | undefined> {
  const isConfirmed = await interaction.confirm({
    question: l10n.t("Forget all secrets of {0}?", name),
    detail: l10n.t("Its token and keys are removed from this machine's secret storage."),
    action: l10n.t("Forget"),
  });
  return isConfirmed ? secrets.removeAll() : undefined;
}
