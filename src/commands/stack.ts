import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { CommandContext } from "./context";
import type { CommandMap } from "./ids";

export function getStackCommands(context: CommandContext): CommandMap {
  const { stack, notifier } = context;
  return {
    "messaging.stack.start": async () => {
      await context.client();
      return stack.state.kind;
    },
    "messaging.stack.stop": async () => {
      if (!stack.client) await stack.join();
      if (stack.client) await stack.stop();
      else void notifier.info(l10n.t("No local stack runs for this workspace."));
    },
    "messaging.worker.restart": async () => {
      const client = await context.client();
      await vscode.window.withProgress({ location: { viewId: "messaging.layers" } }, () => client.worker("restart"));
      await context.refresh();
    },
  };
}
