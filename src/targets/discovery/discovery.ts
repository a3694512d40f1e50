import type { EnvironmentInput, SecretName } from "../settings/environmentSettings";
import type { VersionProfile } from "../version/versionProfile";

/** Where in the workspace something stands. */
export interface Place {
  /** Relative to the folder, with forward slashes; `~/.aws/config` outside of it. */
  file: string;
  /** From 1. */
  line: number;
}

/**
 * - `sure`: it stands there as it is used
 * - `likely`: a default in the code, or told by a name
 * - `guess`: the backend's usual value, found nowhere
 */
export type Certainty = "sure" | "likely" | "guess";

export interface Candidate<T = string> {
  value: T;
  certainty: Certainty;
  /** undefined: it is the backend's usual value. */
  at?: Place;
}

/** One value of the proposed settings, why it is that, and what else it may be. */
export interface DiscoveredValue extends Candidate<string | boolean> {
  /** As in the settings: `queue.name`. */
  path: string;
  alternatives: Candidate<string | boolean>[];
}

/** A secret that was seen. Its value was not kept. */
export interface SeenSecret {
  /** Name of the variable. */
  variable: string;
  /** Which of the product's secrets it is. */
  secret?: SecretName;
  isSet: boolean;
  at: Place;
}

/** What a person should know of: a file that cannot be read, an API and a worker that differ. */
export interface DiscoveryNote {
  sentence: string;
  at?: Place;
}

export interface ProposedEnvironment {
  name: string;
  /** Valid settings but for `missing`. */
  input: Omit<EnvironmentInput, "tenantCode"> & { tenantCode?: string };
  values: DiscoveredValue[];
  /** Paths that only a person knows. */
  missing: string[];
  secrets: SeenSecret[];
  notes: DiscoveryNote[];
  /** Which generation of the backend it is, as far as files can tell. */
  version: VersionProfile;
}

export interface Discovery {
  environments: ProposedEnvironment[];
  /** Of the folder as a whole. */
  notes: DiscoveryNote[];
}
