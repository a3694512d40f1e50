import * as l10n from "@vscode/l10n";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * Runs while the stack's own worker steps aside, for a worker of one's own: it is stopped before, and started again
 * afterwards, however `run` or this process ends. A worker that was already stopped stays so. Undefined: the user
 * cancelled. Errors: `local-only`, those of the worker, of `run`.
 */
export async function whileWorkerIsAside<T>(
  environment: Environment,
  context: OperationContext,
  run: () => Promise<T>,
): Promise<T | undefined> {
  context.interaction.progress(l10n.t("The stack's own worker steps aside"));
  const target = await requestWrite(environment, { kind: "set-worker-aside" }, context);
  if (!target) return undefined;
  const bringBack = await target.write();
  try {
    return await run();
  } finally {
    await bringBack();
  }
}
