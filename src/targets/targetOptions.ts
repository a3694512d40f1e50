import type { EnvironmentSettings, SecretSource } from "./settings/environmentSettings";

/** What the targets of one environment are made from. */
export interface TargetOptions {
  settings: EnvironmentSettings;
  secrets: SecretSource;
  /** What relative paths in the settings are relative to. */
  folder: string;
  /** A folder of ours that outlives the process. */
  stateDir: string;
}
