import type { Trust } from "./settings/trust";
import type { EnvironmentSettings, SecretSource } from "./settings/environmentSettings";

/** Input for creating the targets of one environment. */
export interface TargetOptions {
  settings: EnvironmentSettings;
  secrets: SecretSource;
  trust: Trust;
  /** Base folder of relative paths in the settings. */
  folder: string;
  /** Our folder that outlives the process. */
  stateDir: string;
}
