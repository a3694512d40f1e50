import type { StackAddress } from "../control/stackAddress";

/** What the stack's process is told on its command line. */
export interface StackArguments {
  stateDir: string;
  /** Goes on without any client, until it is stopped. */
  stay: boolean;
  /** Else any free ports, as tests want them. */
  preferredPorts: boolean;
  /** Over the worker's own environment. */
  workerEnv?: Record<string, string>;
}

/** What the stack tells the process that forked it: once, or `taken` before. */
export type FromStack =
  { kind: "ready"; address: StackAddress } | { kind: "taken" } | { kind: "failed"; message: string };
