import { valueOf } from "../../runtime/holds/holdCondition";
import type { HeldMessage, HoldNews } from "../../runtime/holds/holdMessages";
import type { Environment } from "../../targets/environment";
import { stackOf } from "../stack/stackOf";

/**
 * Attaches a debugger to the local stack until the signal; then everything that is held goes on. Errors: `local-only`,
 * `debugger-attached`.
 */
export const watchHolds = (environment: Environment, signal: AbortSignal): AsyncIterable<HoldNews> =>
  stackOf(environment).holds(signal);

/** The value of an expression over a held message; CEL, with the names that conditions have. Throws what is wrong. */
export const valueIn = (expression: string, held: HeldMessage): string => valueOf(expression, held);
