import { z } from "zod";
import { environmentSettings } from "../src/targets/settings/environmentSettings.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/**
 * One environment as package.json declares it to the editor, for completion, hovers and squiggles. The text
 * `settings.environments.<path>` of package.nls.json describes each property; the path of a part with several kinds
 * contains the kind (`worker.container.name`).
 */
export function environmentSchema(): Schema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(environmentSettings, { io: "input" });
  return described(schema, "settings.environments");
}

function described(schema: Schema, key: string): Schema {
  const { format, properties, oneOf, ...rest } = schema;
  return {
    ...rest,
    // The editor does not know zod's own formats; their pattern says the same.
    ...(format === "uri" && { format }),
    ...(oneOf && { oneOf: oneOf.map((each) => described(each as Schema, `${key}.${kindOf(each as Schema)}`)) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => {
          const text = `${key}.${name}`;
          return [name, { markdownDescription: `%${text}%`, ...described(each as Schema, text) }];
        }),
      ),
    }),
  };
}

const kindOf = ({ properties }: Schema) => String((properties?.kind as Schema | undefined)?.const);
