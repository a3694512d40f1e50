// npm run vscode [-- folder]: sets up, then opens a VS Code with the extension; see test/host/openVscode.ts.
import { root, run, setUp } from "./setup.mjs";

await setUp({ production: true });
// Always the packaged Node: it runs TypeScript as it is, which an older system Node may not.
process.exit(await run(`${root}/node_modules/node/bin/node`, ["test/host/openVscode.ts", ...process.argv.slice(2)]));
