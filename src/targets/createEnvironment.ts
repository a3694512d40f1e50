import type { Disposable } from "../common/disposable";
import { DisposableStack } from "../common/disposable";
import type { Environment } from "./environment";
import { createTargets } from "./createTargets";
import { readOnly } from "./safety/openedEnvironment";
import type { TargetOptions } from "./targetOptions";

export interface EnvironmentOptions extends TargetOptions {
  /** As the settings name it. */
  name: string;
}

/** The environment that the settings describe, read-only. Connects to nothing: that is what its targets' methods do. */
export async function createEnvironment({ name, ...options }: EnvironmentOptions): Promise<Environment> {
  const { production, allowedRecipients, tenantCode, timeZone } = options.settings;
  const targets = await createTargets(options);
  const owned = new DisposableStack();
  for (const target of Object.values(targets)) if (isDisposable(target)) owned.push(target);
  return readOnly({
    name,
    isProduction: production,
    allowedRecipients,
    tenantCode,
    ...(timeZone !== undefined && { timeZone }),
    ...targets,
    dispose: () => owned.dispose(),
  });
}

const isDisposable = (target: object): target is Disposable => "dispose" in target;
