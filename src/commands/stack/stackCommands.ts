import * as l10n from "@vscode/l10n";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";
import { ExpectedError } from "../../common/errors";
import type { SelectedEnvironment } from "../../window/environments/selectedEnvironment";

export function getStackCommands(context: CommandContext): CommandMap {
  const { stack, notifier, operations, operation } = context;
  return {
    "messaging.stack.start": async () => {
      requireLocal(context.environment);
      const { address } = await stack.start();
      void notifier.info(l10n.t("The local stack runs. API: {0}", address.apiUrl));
      return stack.state.kind;
    },
    "messaging.stack.stop": async () => {
      requireLocal(context.environment);
      if (!stack.client) await stack.join();
      const environment = await context.environment.peek();
      if (environment) {
        await stack.stop(() => operations().stopStack(environment, operation()));
        void notifier.info(l10n.t("The local stack has stopped."));
      } else void notifier.info(l10n.t("No local stack runs for this workspace."));
    },
  };
}

/** Error: `local-only` if an environment other than the local stack is selected. */
function requireLocal({ isLocal, name }: SelectedEnvironment): void {
  if (isLocal) return;
  throw new ExpectedError(
    "local-only",
    l10n.t("This belongs to the local stack, and {0} is selected", name),
    l10n.t("Select the local stack first."),
  );
}
