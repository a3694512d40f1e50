import * as l10n from "@vscode/l10n";
import { pickOne } from "../../host/picks";
import type { Environments } from "../../window/environments/configuredEnvironments";
import type { EnvironmentSettings } from "../../targets/settings/environmentSettings";
import { LOCAL } from "../../targets/environment";
import { clockTime } from "../../common/clockTime";
import type { CheckMemory } from "../../window/environments/checkMemory";

/** One environment as a list item. */
export function environmentItem(name: string, settings: EnvironmentSettings, current: string, checks: CheckMemory) {
  const icon = settings.production ? "$(lock)" : "$(server-environment)";
  const host = settings.api && URL.canParse(settings.api.url) ? new URL(settings.api.url).host : undefined;
  const facts = [
    ...(settings.production ? [l10n.t("production, read-only")] : []),
    ...(host ? [host] : []),
    settings.tenantCode,
  ];
  return {
    label: `${name === current ? "$(check)" : icon} ${name}`,
    description: facts.join(" · "),
    detail: lastCheck(name, checks),
    name,
  };
}

function lastCheck(name: string, checks: CheckMemory): string {
  const last = checks.last(name);
  if (!last) return l10n.t("not checked yet");
  const time = clockTime(last.at);
  return last.failed.length === 0
    ? l10n.t("all parts in order at {0}", time)
    : l10n.t("{0} not in order at {1}", last.failed.join(", "), time);
}

/** The named or selected environment; asks for a configured one if there is neither. */
export async function chooseEnvironment(
  environments: Environments,
  checks: CheckMemory,
  named: string | undefined,
  placeHolder: string,
): Promise<string | undefined> {
  if (named !== undefined) return named;
  const { environments: all } = environments.list();
  const { current } = environments;
  if (current !== LOCAL && all.has(current)) return current;
  if (all.size === 0) return undefined;
  const items = [...all].map(([name, settings]) => environmentItem(name, settings, current, checks));
  return (await pickOne(items, { placeHolder }))?.name;
}
