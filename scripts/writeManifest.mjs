// Writes the JSON schema of `messaging.environments` into package.json, from the zod schema that reads it. Run it after
// a change of src/targets/settings/environmentSettings.ts; a unit test compares the two.
//   node scripts/writeManifest.mjs
import fs from "node:fs";
import path from "node:path";
import { root } from "./setup.mjs";
import { environmentSchema } from "./environmentSchema.ts";

const file = path.join(root, "package.json");
const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
manifest.contributes.configuration.properties["messaging.environments"].additionalProperties = environmentSchema();
fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
