import type { Interaction } from "./interaction";

/** Nobody is there to be asked, and nobody needs to be: the stack is the caller's own, and no phone rings. */
export const unattended: Interaction = {
  ask: () => Promise.resolve(undefined),
  confirm: () => Promise.resolve(true),
  choose: () => Promise.resolve(undefined),
  warn: () => Promise.resolve(true),
  progress: () => undefined,
};
