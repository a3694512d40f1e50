import type * as z from "zod";
import { fromStack } from "../../stack/stackProcessMessages";
import { stackAnswers } from "./stackAnswers";
import { anyStackAddress, stackAddress, stackKeysSchema } from "./stackFiles";

/**
 * Everything that comes from a stack, by name. A bundle of its own, `dist/contract.js`, which the editor loads when it
 * first hears of a stack: a window's start pays nothing for it.
 */
const fromAStack = {
  ...stackAnswers,
  fromStack,
  address: stackAddress,
  anyAddress: anyStackAddress,
  keys: stackKeysSchema,
};

type FromAStack = { [Name in keyof typeof fromAStack]: z.output<(typeof fromAStack)[Name]> };

/** What is wrong with it, such as `queue.name: expected string`; undefined where nothing is. */
export function problemIn(name: keyof FromAStack, value: unknown): string | undefined {
  const { error } = fromAStack[name].safeParse(value);
  if (!error) return undefined;
  const [issue] = error.issues;
  return [issue?.path.join("."), issue?.message].filter(Boolean).join(": ");
}

/** Whether it is of that shape. */
export const isOf = <Name extends keyof FromAStack>(name: Name, value: unknown): value is FromAStack[Name] =>
  problemIn(name, value) === undefined;
