/** The depth limit for nested values: JSON may be nested deeper than the call stack allows. */
const MAX_DEPTH = 20;

/** The Python type name of a JSON value, as in DRF's messages. */
export function pythonTypeOf(value: unknown): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    default:
      return "dict";
  }
}

/** Python's `str(value)` for a JSON value: `True`, `None`, `['a', 1]`, `{'k': 2}`. */
export function pythonText(value: unknown): string {
  return typeof value === "string" ? value : representation(value, 0);
}

function representation(value: unknown, depth: number): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value !== "object") return String(value);
  if (depth >= MAX_DEPTH) return "...";
  if (Array.isArray(value)) return `[${value.map((item) => representation(item, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `'${key}': ${representation(item, depth + 1)}`);
  return `{${entries.join(", ")}}`;
}
