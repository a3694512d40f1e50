// npm run screenshots [-- scene …]: sets up, then takes the pictures of the README; see test/host/scenes.ts.
import { packagedNode, run, setUp } from "./setup.mjs";

await setUp({ production: true });
process.exit(await run(packagedNode, ["test/host/scenes.ts", ...process.argv.slice(2)]));
