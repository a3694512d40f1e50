import * as l10n from "@vscode/l10n";
import { withViewProgress } from "../../host/progress";
import { LOCAL } from "../../targets/environment";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";

export function getWorkerCommands(context: CommandContext): CommandMap {
  return {
    "messaging.worker.restart": async () => {
      const environment = await context.environment.open();
      const warning = l10n.t("Messages in progress are delivered again after their visibility timeout.");
      const target = await context
        .operations()
        .requestWrite(environment, { kind: "restart-worker" }, context.operation(), {
          ...(environment.name !== LOCAL && { warning }),
        });
      if (!target) return;
      await withViewProgress("layers", () => target.write());
      await context.refresh();
    },
  };
}
