import { maskNamedValue } from "./namedValues";

type Mask = (text: string) => string;

/**
 * Masks each text in an object of JSON's shape, names of fields included: `{"raw_body": "…"}` becomes
 * `{"raw_body": "****"}`. Leaves out fields that are undefined. `mask`: for names, and for texts whose name tells nothing.
 */
export const maskFields = (fields: object, mask: Mask): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [mask(name), masked(name, value, mask)]),
  );

function masked(name: string, value: unknown, mask: Mask): unknown {
  if (typeof value === "string") return maskNamedValue(name, value) ?? mask(value);
  if (Array.isArray(value)) return value.map((each) => masked(name, each, mask));
  return typeof value === "object" && value !== null ? maskFields(value, mask) : value;
}
