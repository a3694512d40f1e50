import { isWrittenName, maskWritten } from "../../common/masking";

/** Validators repeat under these names what they were given. */
const ECHO = /^(?:input|received|rejected_?value|ctx)$/i;
/** Deeper parts of an answer say nothing more. */
const MAX_DEPTH = 20;

/**
 * The body of an API's answer, JSON parsed, without the message's text: complaints about a text often quote it. A
 * validator's own words stay.
 */
export function withoutWritten(body: unknown): unknown {
  if (typeof body !== "string") return cleaned(body, "", 0);
  try {
    return cleaned(JSON.parse(body), "", 0);
  } catch {
    return body;
  }
}

/** `name`: of the field that the value belongs to, or is about. */
function cleaned(value: unknown, name: string, depth: number): unknown {
  if (typeof value === "string") return isWrittenName(name) ? maskWritten(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => cleaned(item, name, depth + 1));
  const about = fieldNamedIn(value) ?? name;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (ECHO.test(key)) return [key, "****"];
      if (isOfMachine(key, item)) return [key, item];
      return [key, cleaned(item, isWrittenName(about) ? about : key, depth + 1)];
    }),
  );
}

const isOfMachine = (key: string, value: unknown): boolean =>
  key === "loc" ||
  (/^(?:field|attr|code|type)$/.test(key) && typeof value === "string" && /^[\w.-]{1,60}$/.test(value));

/** `{"field": "to", "message": "…"}`, and FastAPI's `{"loc": ["body", "to"], "msg": "…"}`. */
function fieldNamedIn(value: object): string | undefined {
  const { field, attr, loc } = value as { field?: unknown; attr?: unknown; loc?: unknown };
  const named = field ?? attr ?? (Array.isArray(loc) ? (loc.at(-1) as unknown) : undefined);
  return typeof named === "string" ? named : undefined;
}
