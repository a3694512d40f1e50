import type { EnvironmentInput, SecretName } from "../settings/environmentSettings";
import type { VersionProfile } from "../version/versionProfile";

/** A place in the workspace. */
export interface Place {
  /** Relative to the folder, with forward slashes; `~/.aws/config` for the file outside it. */
  file: string;
  /** 1-based. */
  line: number;
}

/**
 * - `sure`: found as it is used
 * - `likely`: a default in the code, or inferred from a name
 * - `guess`: the backend's usual value, not found anywhere
 */
export type Certainty = "sure" | "likely" | "guess";

export interface Candidate<T = string> {
  value: T;
  certainty: Certainty;
  /** undefined: the backend's usual value. */
  at?: Place;
}

/** One value of the proposed settings, its origin, and its alternatives. */
export interface DiscoveredValue extends Candidate<string | boolean> {
  /** Path in the settings: `queue.name`. */
  path: string;
  alternatives: Candidate<string | boolean>[];
}

/** A secret that was found. Its value is not kept. */
export interface SeenSecret {
  /** Name of the variable. */
  variable: string;
  /** The product's secret that it corresponds to. */
  secret?: SecretName;
  isSet: boolean;
  at: Place;
}

/** Something to tell the user: an unreadable file, an API and a worker that differ. */
export interface DiscoveryNote {
  sentence: string;
  at?: Place;
}

export interface ProposedEnvironment {
  name: string;
  /** Valid settings except for `missing`. */
  input: Omit<EnvironmentInput, "tenantCode"> & { tenantCode?: string };
  values: DiscoveredValue[];
  /** Paths that only the user can fill in. */
  missing: string[];
  secrets: SeenSecret[];
  notes: DiscoveryNote[];
  /** The backend's generation, as far as the files show. */
  version: VersionProfile;
}

export interface Discovery {
  environments: ProposedEnvironment[];
  /** About the folder as a whole. */
  notes: DiscoveryNote[];
}
