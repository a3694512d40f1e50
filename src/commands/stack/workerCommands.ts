import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { withViewProgress } from "../../host/progress";
import type { CommandContext } from "../context";
import type { CommandMap } from "../../host/commandIds";
import { writable } from "../environment/writing";

export function getWorkerCommands(context: CommandContext): CommandMap {
  return {
    "messaging.worker.restart": async () => {
      const environment = await context.environment.open();
      const { worker, tenantCode } = environment;
      if (!worker?.restart) {
        throw new ExpectedError(
          "not-offered",
          l10n.t("The worker of {0} cannot be restarted from here", environment.name),
          l10n.t("Restart it where it runs."),
        );
      }
      const what = l10n.t("Restart the worker, {0}", worker.origin);
      const mustConfirm = context.environment.isLocal
        ? undefined
        : l10n.t("Messages that it is handling come again after their visibility timeout.");
      const target = await writable(context, environment, {
        what,
        tenantCode,
        ...(mustConfirm !== undefined && { mustConfirm }),
      });
      if (!target?.worker?.restart) return;
      const { restart } = target.worker;
      await withViewProgress("layers", () => restart());
      await context.refresh();
    },
  };
}
