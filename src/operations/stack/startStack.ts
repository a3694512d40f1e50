import { launchStack } from "../../runtime/control/stackLauncher";
import type { Launched, LaunchOptions } from "../../runtime/control/stackLauncher";

/** Whose stack it is, where its program is, and how it starts if none is up. */
export type StackToStart = Omit<LaunchOptions, "signal">;

/**
 * Starts the local stack as a process of its own, or joins the one of this state folder. Errors: `stack-not-built`,
 * `stack-failed`, `stack-other-version`, `state-folder-unusable`.
 */
export const startStack = (stack: StackToStart, signal?: AbortSignal): Promise<Launched> =>
  launchStack({ ...stack, ...(signal && { signal }) });
