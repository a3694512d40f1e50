import type { Signal } from "../common/signal";
import type { Environment } from "./environment";

/** The embedded stack's name: it needs no settings. */
export const LOCAL = "local";

/** The environment that the user has selected, for views, commands and the diagnosis. */
export interface EnvironmentSource {
  /** Its name: LOCAL, or a key of the environments in the settings. */
  readonly current: string;
  /**
   * The selected environment, created at its first use and the same until `changed` fires. Connects to nothing by
   * itself: that is what its targets' methods do.
   * Error: `environment-invalid` where its settings cannot be read.
   */
  environment(): Promise<Environment>;
  /** Another one was selected, or this one's settings or secrets changed; what was handed out before is disposed. */
  readonly changed: Signal;
}
