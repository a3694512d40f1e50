import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { withCancellableProgress } from "../../host/progress";
import { trustedFolder, workspaceFolder } from "../../host/workspace";
import type { EnvironmentInput } from "../../targets/settings/environmentSettings";
import { environmentArgumentOf } from "./environmentArguments";
import type { EnvironmentTools } from "./environmentCommands";
import type { CommandMap } from "../../host/commandIds";

/** Finds a backend in the workspace's files, shows and checks it, and writes the accepted draft to the settings. */
export function getDiscoveryCommands(tools: EnvironmentTools): CommandMap {
  const { context, environments, documents } = tools;
  return {
    "messaging.environment.discover": async (argument) => {
      const { environment: name, tenantCode } = environmentArgumentOf(argument);
      const folder = requireFolder();
      const operations = context.operations();
      const draft = await withCancellableProgress(l10n.t("Discover Environments"), (signal, report) =>
        operations.draftEnvironment(
          folder,
          {
            name,
            tenantCode,
            show: async (shown) => {
              const isReplaced = environments.list().environments.has(shown.proposed.name);
              const text = operations.discoveryDocument(shown, isReplaced);
              await documents.open(`environment-${shown.proposed.name}.md`, text);
            },
            ...(trustedFolder() !== undefined && {
              open: (proposed, input) => environments.openInput(proposed, input),
            }),
          },
          context.operation(signal, report),
        ),
      );
      if (!draft) return undefined;
      const { proposed, input, checks } = draft;
      requireTrust();
      await environments.write(proposed.name, input);
      offerNextSteps(tools, proposed.name, input);
      context.log.info(`[environments] ${proposed.name} was written to the settings`);
      return { name: proposed.name, input, checks };
    },
  };
}

function requireFolder(): string {
  const folder = workspaceFolder();
  if (folder !== undefined) return folder;
  throw new ExpectedError(
    "no-folder",
    l10n.t("No folder is open"),
    l10n.t("Open the folder with the backend's code, then discover again."),
  );
}

/** VS Code gives no settings of a folder that is not trusted: what is written there would not count. */
function requireTrust(): void {
  if (trustedFolder() !== undefined) return;
  throw new ExpectedError(
    "folder-not-trusted",
    l10n.t("This folder is not trusted, so its environments do not count. Nothing was written"),
    l10n.t("Trust the folder, then discover again."),
  );
}

function offerNextSteps({ context, environments }: EnvironmentTools, name: string, { api }: EnvironmentInput): void {
  void context.notifier.info(
    l10n.t("{0} is in the settings.", name),
    { title: l10n.t("Select"), run: () => environments.select(name) },
    ...(api ? [{ title: l10n.t("Log In"), run: () => context.execute("messaging.environment.logIn", name) }] : []),
  );
}
