import { scenarioJsonSchema } from "./scenarioSchema";

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** Names of the fields that a scenario may have at this path. */
export function namesAt(path: readonly PropertyKey[]): string[] {
  let here: JsonSchema[] = [scenarioJsonSchema()];
  for (const key of path) here = here.flatMap(alternatives).flatMap((schema) => childOf(schema, key));
  return [...new Set(here.flatMap(alternatives).flatMap(({ properties = {} }) => Object.keys(properties)))];
}

const alternatives = (schema: JsonSchema): JsonSchema[] => [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];

function childOf({ properties, items }: JsonSchema, key: PropertyKey): JsonSchema[] {
  const child = typeof key === "number" ? items : properties?.[String(key)];
  return child ? [child] : [];
}
