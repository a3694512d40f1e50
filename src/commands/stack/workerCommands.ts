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
    if (!worker) return undefined;
    await context.refresh();
    void context.notifier.info(answerOf(action));
    return worker.state;
  };
  return {
    "messaging.worker.start": () => control(l10n.t("Start worker"), "start"),
    "messaging.worker.stop": () => control(l10n.t("Stop worker"), "stop"),
    "messaging.worker.restart": () => control(l10n.t("Restart worker"), "restart"),
  };
}

function answerOf(action: WorkerAction): string {
  switch (action) {
    case "start":
      return l10n.t("The worker was started.");
    case "stop":
      return l10n.t("The worker was stopped.");
    case "restart":
      return l10n.t("The worker was restarted.");
  }
}
