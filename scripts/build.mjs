// npm run build: sets up and bundles for release.
import { setUp } from "./setup.mjs";

await setUp({ production: true });
