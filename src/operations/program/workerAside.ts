import * as l10n from "@vscode/l10n";
import type { Environment } from "../../targets/environment";
import type { OperationContext } from "../operation";
import { controlWorker } from "../worker/controlWorker";

/**
 * Runs while the stack's own worker steps aside, for a worker of one's own: it is stopped before, and started again
 * afterwards, however `run` ends. A worker that was already stopped stays so. Errors: those of controlWorker, of `run`.
 */
export async function whileWorkerIsAside<T>(
  environment: Environment,
  context: OperationContext,
  run: () => Promise<T>,
): Promise<T> {
  const { state } = (await environment.worker?.container(context.signal)) ?? {};
  if (state === undefined || state === "exited" || state === "missing") return run();
  context.interaction.progress(l10n.t("The stack's own worker steps aside"));
  await controlWorker(environment, "stop", context);
  try {
    return await run();
  } finally {
    // The signal may have ended what ran; the worker comes back all the same.
    await controlWorker(environment, "start", { ...context, signal: new AbortController().signal });
  }
}
