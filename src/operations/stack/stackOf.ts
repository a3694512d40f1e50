import type { Environment, StackTarget } from "../../targets/environment";
import { localOnly } from "../../targets/safety/performWrite";

/** Error: `local-only` for an environment other than the local stack. */
export function stackOf({ stack, name }: Environment): StackTarget {
  if (stack) return stack;
  throw localOnly(name);
}
