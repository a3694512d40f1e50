import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { ExpectedError } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import { trustedFolder, workspaceFolder } from "../../host/workspace";
import type { DiscoveredValue, ProposedEnvironment } from "../../targets/discovery/discovery";
import type { Choice } from "../../operations/interaction";
import type { PartCheck } from "../../targets/environmentCheck";
import type { EnvironmentInput } from "../../targets/settings/environmentSettings";
import { environmentArgumentOf } from "./environmentArguments";
import type { EnvironmentArgument } from "./environmentArguments";
import { certaintyText, checkSymbol, discoveryDocument, partTitle, placed } from "./environmentDocuments";
import type { EnvironmentTools } from "./environmentCommands";
import type { CommandMap } from "../../host/commandIds";

type Draft = { proposed: ProposedEnvironment; input: EnvironmentInput; checks: PartCheck[] };

/** Finds a backend in the workspace's files, checks it, shows both, and writes the settings after confirmation. */
export function getDiscoveryCommands(tools: EnvironmentTools): CommandMap {
  const { context, environments, documents } = tools;
  return {
    "messaging.environment.discover": async (argument) => {
      const given = environmentArgumentOf(argument);
      const proposed = await find(tools, given);
      if (!proposed) return undefined;
      const tenantCode = given.tenantCode ?? proposed.input.tenantCode ?? (await askTenantCode(proposed.name));
      if (tenantCode === undefined) return undefined;
      const draft: Draft = { proposed, input: { ...proposed.input, tenantCode }, checks: [] };
      draft.checks = await check(tools, draft);
      const isReplaced = environments.list().environments.has(proposed.name);
      for (;;) {
        await documents.open(
          `environment-${proposed.name}.md`,
          discoveryDocument(proposed, draft.input, draft.checks, isReplaced),
        );
        const choice = await askWhatToDo(tools, draft);
        if (choice === undefined) return undefined;
        if (choice === "write") break;
        if (choice === "check") draft.checks = await check(tools, draft);
        else await changeValue(draft, choice);
      }
      await environments.write(proposed.name, draft.input);
      offerNextSteps(tools, proposed.name, draft.input);
      context.log.info(`[environments] ${proposed.name} was written to the settings`);
      return { name: proposed.name, input: draft.input, checks: draft.checks };
    },
  };
}

async function find(
  { context, module }: EnvironmentTools,
  { environment }: EnvironmentArgument,
): Promise<ProposedEnvironment | undefined> {
  const folder = workspaceFolder();
  if (folder === undefined) {
    throw new ExpectedError(
      "no-folder",
      l10n.t("No folder is open"),
      l10n.t("Open the folder with the backend's code, then discover again."),
    );
  }
  const { environments: found, notes } = await withCancellableProgress(
    l10n.t("Looking for a messaging backend"),
    (signal) => module().discoverEnvironments(folder, signal),
  );
  for (const { sentence } of notes) context.log.warning(`[environments] ${sentence}`);
  if (found.length === 0) {
    throw new ExpectedError(
      "nothing-discovered",
      notes[0]?.sentence ?? l10n.t("No compose file, .env or manage.py here points to a messaging backend"),
      l10n.t("Describe it in the setting messaging.environments."),
    );
  }
  if (environment !== undefined || found.length === 1) return found.find(({ name }) => name === (environment ?? name));
  const items = found.map((proposed) => ({
    label: `${proposed.input.production ? "$(lock)" : "$(server-environment)"} ${proposed.name}`,
    description: [proposed.input.api?.url, proposed.input.queue?.name].filter(Boolean).join(" · "),
    detail: proposed.notes[0]?.sentence ?? "",
    proposed,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t("Choose one to inspect") }))?.proposed;
}

const askTenantCode = (name: string) =>
  vscode.window.showInputBox({
    title: l10n.t("Environment {0}", name),
    prompt: l10n.t("The tenant's code, as in the header X-Tenant-Code"),
    placeHolder: "hakwonplus",
    validateInput: (value) => (value.trim() === "" ? l10n.t("Every request names a tenant") : undefined),
  });

/**
 * Runs the backend's own code (manage.py) and calls addresses from the folder's files: only if the folder is trusted.
 */
async function check({ environments, module }: EnvironmentTools, { proposed, input }: Draft): Promise<PartCheck[]> {
  if (trustedFolder() === undefined) return [];
  const title = l10n.t("Checking {0}", proposed.name);
  return withCancellableProgress(title, async (signal, report) => {
    const environment = await environments.openInput(proposed.name, input);
    try {
      return await module().checkEnvironment(environment, {
        signal,
        onPart: ({ part, status }) => report(`${checkSymbol[status]} ${partTitle(part)}`),
      });
    } finally {
      await environment.dispose();
    }
  });
}

async function askWhatToDo(
  { context }: EnvironmentTools,
  { proposed, checks }: Draft,
): Promise<"write" | "check" | DiscoveredValue | undefined> {
  const failed = checks.filter(({ status }) => status === "failed").map(({ part }) => partTitle(part));
  const choices: Choice<"write" | "check" | DiscoveredValue>[] = [
    {
      label: `$(save) ${l10n.t("Write to the settings")}`,
      description: failed.length > 0 ? l10n.t("not in order: {0}", failed.join(", ")) : "",
      value: "write",
    },
    { label: `$(refresh) ${l10n.t("Check again")}`, value: "check" },
    ...proposed.values.map((value) => ({
      label: `$(${value.certainty === "sure" ? "pass" : "question"}) ${value.path}`,
      description: String(value.value),
      detail: [placed(value.at) || certaintyText(value.certainty), alternativesText(value)].filter(Boolean).join(" · "),
      value,
    })),
  ];
  return context.interaction.choose(
    l10n.t("Environment {0}: save it, or choose a value to change", proposed.name),
    choices,
  );
}

const alternativesText = ({ alternatives }: DiscoveredValue) =>
  alternatives.length === 0 ? "" : l10n.t("or {0}", alternatives.map(({ value }) => String(value)).join(", "));

/** Changes the value to one of the alternatives, or to what the user types. */
async function changeValue(draft: Draft, value: DiscoveredValue): Promise<void> {
  const typing = { label: `$(edit) ${l10n.t("Type another value")}`, description: "", value: undefined };
  const rows = value.alternatives.map((each) => ({
    label: String(each.value),
    description: placed(each.at) || certaintyText(each.certainty),
    value: each.value,
  }));
  const isFlag = typeof value.value === "boolean";
  const items = isFlag
    ? [true, false].map((flag) => ({ label: String(flag), description: "", value: flag }))
    : [...rows, typing];
  const picked = await vscode.window.showQuickPick(items, { title: value.path });
  if (!picked) return;
  const chosen =
    picked.value ?? (await vscode.window.showInputBox({ title: value.path, value: String(value.value) }))?.trim();
  if (chosen === undefined || chosen === "") return;
  value.value = chosen;
  draft.input = withValue(draft.input, value.path, chosen);
}

function withValue(input: EnvironmentInput, path: string, value: string | boolean): EnvironmentInput {
  const [part = "", key] = path.split(".");
  const settings: Record<string, unknown> = input;
  const changed = key === undefined ? value : { ...(settings[part] as object | undefined), [key]: value };
  return { ...input, [part]: changed };
}

function offerNextSteps({ context, environments }: EnvironmentTools, name: string, { api }: EnvironmentInput): void {
  void context.notifier.info(
    l10n.t("{0} is in the settings.", name),
    { title: l10n.t("Select"), run: () => environments.select(name) },
    ...(api ? [{ title: l10n.t("Log In"), run: () => context.execute("messaging.environment.logIn", name) }] : []),
  );
}
