import type { Disposable } from "../common/disposable";
import { DisposableStack } from "../common/disposable";
import type { Environment } from "./environment";
import { createTargets } from "./createTargets";
import { readOnly } from "./safety/openedEnvironment";
import { requireTrust } from "./settings/trust";
import type { TargetOptions } from "./targetOptions";

export interface EnvironmentOptions extends TargetOptions {
  /** Name in the settings. */
  name: string;
}

/**
 * Creates the read-only environment that the settings describe. Connects to nothing; its targets' methods do.
 * @throws ExpectedError `address-not-trusted`, `program-not-trusted`
 */
export async function createEnvironment({ name, ...options }: EnvironmentOptions): Promise<Environment> {
  const { production, allowedRecipients, tenantCode, timeZone } = options.settings;
  requireTrust(options.settings, options.trust);
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
