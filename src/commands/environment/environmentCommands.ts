import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { pickOne } from "../../host/picks";
import type { Environments } from "../../window/environments/configuredEnvironments";
import { withCancellableProgress } from "../../host/progress";
import type { Secrets } from "../../host/secrets";
import type { PartCheck } from "../../operations/environment/partCheck";
import { LOCAL } from "../../targets/environment";
import type { CheckMemory } from "../../window/environments/checkMemory";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import { environmentArgumentOf } from "./environmentArguments";
import { remedyOf } from "../../views/layers/remedy";
import { environmentItem } from "./environmentPicks";
import type { CommandMap } from "../../host/commandIds";

/** Dependencies of the commands for real environments. */
export interface EnvironmentTools {
  context: CommandContext;
  environments: Environments;
  secrets: Secrets;
  documents: Documents;
  checks: CheckMemory;
}

export function getEnvironmentCommands(tools: EnvironmentTools): CommandMap {
  const { context, environments, documents, checks } = tools;
  return {
    "messaging.environment.select": async (argument) => {
      const { environment } = environmentArgumentOf(argument);
      const choice = environment ?? (await askSelection(tools));
      if (choice === undefined) return undefined;
      if (typeof choice === "function") return choice();
      if (choice !== LOCAL) environments.settingsOf(choice); // must be readable
      await environments.select(choice);
      return choice;
    },
    "messaging.environment.check": async (argument) => {
      const name = environmentArgumentOf(argument).environment ?? environments.current;
      const { checkEnvironment, partTitle } = context.operations();
      const { parts } = await withCancellableProgress(l10n.t("Checking {0}", name), async (signal, report) => {
        const environment = await environments.open(name);
        try {
          return await checkEnvironment(environment, context.operation(signal, report));
        } finally {
          await environment.dispose();
        }
      });
      await checks.remember(name, parts, partTitle);
      await documents.open(`check-${name}.md`, context.operations().checkDocument(name, parts));
      tellChecked(context, name, parts);
      return parts;
    },
  };
}

/** A name, or another action to run. */
async function askSelection(tools: EnvironmentTools): Promise<string | (() => unknown) | undefined> {
  const { context, environments, checks } = tools;
  const { current } = environments;
  const { environments: all, problems } = environments.list();
  type Item = vscode.QuickPickItem & { choice?: string | (() => unknown) };
  const items: Item[] = [
    {
      label: `${current === LOCAL ? "$(check)" : "$(vm)"} ${l10n.t("Local stack")}`,
      description: l10n.t("nothing leaves this machine"),
      choice: LOCAL,
    },
    ...[...all].map(([name, settings]): Item => ({
      ...environmentItem(name, settings, current, checks),
      choice: name,
    })),
    ...problems.map(({ path, sentence }): Item => ({
      label: `$(warning) ${path}`,
      description: sentence,
      choice: () => context.execute("messaging.settings.open"),
    })),
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(search) ${l10n.t("Discover environments…")}`,
      description: l10n.t("from compose files, .env and manage.py here"),
      choice: () => context.execute("messaging.environment.discover"),
    },
    {
      label: `$(plug) ${l10n.t("Connect your own backend…")}`,
      description: l10n.t("point its API or worker at the local stack"),
      choice: () => context.execute("messaging.environment.connect"),
    },
  ];
  const placeHolder = l10n.t("Choose an environment to show");
  return (await pickOne(items, { placeHolder }))?.choice;
}

/** One toast: the first part that failed, how many more did, and the commands that do the next steps. */
function tellChecked(context: CommandContext, name: string, results: readonly PartCheck[]): void {
  const { notifier, operations } = context;
  const { partTitle } = operations();
  const [failed, ...others] = results.filter(({ status }) => status === "failed");
  const configured = results.filter(({ status }) => status !== "absent");
  const remedies = new Map(results.map(({ reason }) => remedyOf(reason)).map((remedy) => [remedy?.id, remedy]));
  const actions = [...remedies.values()].flatMap((remedy) =>
    remedy ? [{ title: remedy.title, run: () => context.execute(remedy.id) }] : [],
  );
  const more = others.map(({ part }) => partTitle(part)).join(", ");
  const text = failed && l10n.t("{0}, {1}: {2}", name, partTitle(failed.part), failed.sentence);
  if (text !== undefined && more === "") void notifier.warning(text, ...actions);
  else if (text !== undefined) void notifier.warning(`${text} ${l10n.t("Also wrong: {0}.", more)}`, ...actions);
  else if (configured.length === 0) void notifier.warning(l10n.t("{0} names no part that can be checked.", name));
  else void notifier.info(l10n.t("{0}: {1} of {2} parts in order.", name, configured.length, results.length));
}
