import type { Environment } from "./environment";
import type { EnvironmentSettings, SecretSource } from "./environmentSettings";

/** The layers and the data of one environment; one that the settings do not name is absent. */
export type Targets = Pick<Environment, "api" | "queue" | "worker" | "tenants" | "provider">;

export interface TargetOptions {
  settings: EnvironmentSettings;
  secrets: SecretSource;
  /** What relative paths in the settings are relative to; the process' own folder without it. */
  folder?: string;
}

/** Makes the targets that the settings name; the code of each kind is loaded with the first of its kind. */
export async function createTargets(_options: TargetOptions): Promise<Targets> {
  return {};
}
