import * as l10n from "@vscode/l10n";
import type { CommandMap } from "../../host/commandIds";
import type { WorkerAction } from "../../operations/worker/controlWorker";
import type { CommandContext } from "../context";

export function getWorkerCommands(context: CommandContext): CommandMap {
  /** Returns the worker's new state; undefined: cancelled. */
  const control = async (title: string, action: WorkerAction): Promise<string | undefined> => {
    const worker = await context.perform(title, (environment, operation) =>
      context.operations().controlWorker(environment, action, operation),
    );
    if (worker) await context.refresh();
    return worker?.state;
  };
  return {
    "messaging.worker.start": () => control(l10n.t("Start worker"), "start"),
    "messaging.worker.stop": () => control(l10n.t("Stop worker"), "stop"),
    "messaging.worker.restart": () => control(l10n.t("Restart worker"), "restart"),
  };
}
