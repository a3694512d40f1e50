import type { MessageFilter } from "../operations/inquiry/filter/messageFilter";

/** The trace id in a command's argument: an id, a tree item or a trace. */
export const traceIdArgument = (argument: unknown): string | undefined =>
  typeof argument === "string" && argument !== "" ? argument : textOf(argument, "traceId");

/** The id of a send to several, of its row in the tree. */
export const requestIdOf = (argument: unknown): string | undefined => textOf(argument, "requestId");

/** The filter of an inquiry in a command's argument. */
export function filterArgument(argument: unknown): MessageFilter | undefined {
  if (typeof argument !== "object" || argument === null || !("filter" in argument)) return undefined;
  return argument.filter as MessageFilter;
}

/** The tenant code in a command's argument. */
export const tenantCodeOf = (argument: unknown): string | undefined =>
  typeof argument === "string" && argument !== "" ? argument : textOf(argument, "tenantCode");

function textOf(argument: unknown, key: string): string | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const value = (argument as Record<string, unknown>)[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
