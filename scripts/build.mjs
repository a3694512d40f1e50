// npm run build: sets up and bundles for release. npm runs it before it packs, too.
import fs from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.mjs";

// What an earlier build left would be packed.
fs.rmSync(path.join(root, "dist"), { recursive: true, force: true });
await setUp({ production: true });
