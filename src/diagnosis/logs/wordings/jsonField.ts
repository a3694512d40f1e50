/** A field of pretty-printed JSON: `"stoppedReason": "…",`. */
const FIELD = /^"[\w.-]{1,60}"\s*:\s*"(.+?)"?,?$/;

/** The value of a JSON field on a line of its own; any other line as it is. */
export const fieldValueOf = (line: string): string => FIELD.exec(line)?.[1] ?? line;
