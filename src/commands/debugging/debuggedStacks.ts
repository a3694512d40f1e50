import type { Environment } from "../../targets/environment";

/** A stack that debug sessions attach to in place of the window's own. */
export interface DebuggedStack {
  environment: Environment;
  /** Called once the breakpoints of the session are set. */
  ready: () => void;
}

/** Stacks of scenarios under the debugger, by the `stack` of their session's configuration. */
export type DebuggedStacks = Map<string, DebuggedStack>;
