import * as l10n from "@vscode/l10n";
import type { Environment, WorkerContainer } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

export type WorkerAction = "start" | "stop" | "restart";

/**
 * Resolves with the worker's state afterwards; undefined: the user cancelled. Before a real worker is stopped, the user
 * is told what becomes of its messages. Errors: `not-offered`, and those of the guard and of the worker.
 */
export async function controlWorker(
  environment: Environment,
  action: WorkerAction,
  context: OperationContext,
): Promise<WorkerContainer | undefined> {
  const warning = warningOf(action);
  const target = await requestWrite(environment, { kind: `${action}-worker` }, context, {
    ...(environment.name !== LOCAL && warning !== undefined && { warning }),
  });
  if (!target) return undefined;
  context.interaction.progress(l10n.t("The worker's process is told"));
  await target.write(context.signal);
  return environment.worker?.container(context.signal);
}

function warningOf(action: WorkerAction): string | undefined {
  switch (action) {
    case "start":
      return undefined;
    case "stop":
      return l10n.t("Messages wait in the queue until a worker runs again.");
    case "restart":
      return l10n.t("Messages in progress are delivered again after their visibility timeout.");
  }
}
