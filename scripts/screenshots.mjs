// npm run screenshots [-- scene …]: sets up, then takes the pictures of the README; see test/host/scenes.ts.
import { root, run, setUp } from "./setup.mjs";

await setUp({ production: true });
process.exit(await run(`${root}/node_modules/node/bin/node`, ["test/host/scenes.ts", ...process.argv.slice(2)]));
