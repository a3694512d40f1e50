import * as l10n from "@vscode/l10n";
import type { Environment } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/**
 * The stack's own worker steps aside for a worker of one's own, until the returned function is called or this process
 * ends, however it ends. A worker that was already stopped stays so. Undefined: the user cancelled. Errors: `local-only`,
 * those of the worker.
 */
export async function setWorkerAside(
  environment: Environment,
  context: OperationContext,
): Promise<(() => Promise<void>) | undefined> {
  context.interaction.progress(l10n.t("The stack's own worker steps aside"));
  const target = await requestWrite(environment, { kind: "set-worker-aside" }, context);
  return target?.write();
}

/** The same while `run` runs; it comes back however that ends. Undefined: the user cancelled. */
export async function whileWorkerIsAside<T>(
  environment: Environment,
  context: OperationContext,
  run: () => Promise<T>,
): Promise<T | undefined> {
  const bringBack = await setWorkerAside(environment, context);
  if (!bringBack) return undefined;
  try {
    return await run();
  } finally {
    await bringBack();
  }
}
