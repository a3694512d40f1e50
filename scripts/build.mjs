// npm run build: sets up and bundles for release. npm also runs it before packing.
import fs from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.mjs";

// Files from an earlier build would be packed.
fs.rmSync(path.join(root, "dist"), { recursive: true, force: true });
await setUp({ production: true });
