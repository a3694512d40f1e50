// npm run vscode [-- folder]: sets up, starts the folder's local stack, and opens a VS Code with the extension; see
// test/host/openVscode.ts. The stack ends with it, unless it was up before.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { packagedNode, productNode, root, run, setUp } from "./setup.mjs";

const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2] ?? ".");
await setUp({ production: true });
const stack = spawn(productNode(), ["dist/cli.js", "up", "--workspace", folder], { cwd: root, stdio: "inherit" });
const ended = once(stack, "exit");
// Always the packaged Node: it runs TypeScript directly, which an older system Node may not.
const code = await run(packagedNode, ["test/host/openVscode.ts", folder]);
stack.kill("SIGTERM");
await ended;
process.exit(code);
