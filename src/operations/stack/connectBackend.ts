import type { Environment } from "../../targets/environment";
import { stackOf } from "./stackOf";

/**
 * The variables that point a backend's own API or worker at the local stack, by name. The keys are in full: they open
 * nothing outside of this machine. Errors: `local-only`, `stack-file-damaged`.
 */
export const connectBackend = async (environment: Environment): Promise<Record<string, string>> =>
  stackOf(environment).variablesForBackend();
