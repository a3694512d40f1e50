import type * as z from "zod";
import { fromStack } from "../../stack/stackProcessMessages";
import { stackAnswers } from "./stackAnswers";
import { anyStackAddress, stackAddress, stackKeysSchema } from "./stackFiles";

/**
 * Everything that comes from a stack, by name. It is a separate bundle, `dist/contract.js`, which the editor loads when
 * it first finds a stack, so that it does not slow down the start of a window.
 */
const fromAStack = {
  ...stackAnswers,
  fromStack,
  address: stackAddress,
  anyAddress: anyStackAddress,
  keys: stackKeysSchema,
};

type FromAStack = { [Name in keyof typeof fromAStack]: z.output<(typeof fromAStack)[Name]> };

/** Describes what is wrong with the value, such as `queue.name: expected string`; undefined if nothing is. */
export function problemIn(name: keyof FromAStack, value: unknown): string | undefined {
  const { error } = fromAStack[name].safeParse(value);
  if (!error) return undefined;
  const [issue] = error.issues;
  return [issue?.path.join("."), issue?.message].filter(Boolean).join(": ");
}

/** Whether the value has that shape. */
export const isOf = <Name extends keyof FromAStack>(name: Name, value: unknown): value is FromAStack[Name] =>
  problemIn(name, value) === undefined;
