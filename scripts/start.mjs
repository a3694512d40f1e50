// npm start: sets up, then sends one message through the four layers of the embedded stack.
import { productNode, run, setUp } from "./setup.mjs";

await setUp();
process.exit(await run(productNode(), ["dist/cli.js", "start", ...process.argv.slice(2)]));
