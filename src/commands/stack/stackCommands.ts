import * as l10n from "@vscode/l10n";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";
import { requireLocal } from "./localOnly";

export function getStackCommands(context: CommandContext): CommandMap {
  const { stack, notifier } = context;
  return {
    "messaging.stack.start": async () => {
      await context.client();
      return stack.state.kind;
    },
    "messaging.stack.stop": async () => {
      requireLocal(context.environment);
      if (!stack.client) await stack.join();
      if (stack.client) await stack.stop();
      else void notifier.info(l10n.t("No local stack runs for this workspace."));
    },
  };
}
