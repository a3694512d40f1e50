/** The trace id in a command's argument: an id, a tree item or a trace. */
export const traceIdArgument = (argument: unknown): string | undefined =>
  typeof argument === "string" && argument !== "" ? argument : textOf(argument, "traceId");

/** The tenant code in a command's argument. */
export const tenantCodeOf = (argument: unknown): string | undefined =>
  typeof argument === "string" && argument !== "" ? argument : textOf(argument, "tenantCode");

function textOf(argument: unknown, key: string): string | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const value = (argument as Record<string, unknown>)[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
