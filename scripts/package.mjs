// npm run package [-- folder]: builds for release, writes the VSIX, and lists its content and size.
import fs from "node:fs";
import path from "node:path";
import { must, productNode, root } from "./setup.mjs";

/** A larger package contains something that does not belong in it. */
const maxBytes = 4 * 1024 * 1024;

const outputFolder = path.resolve(process.argv[2] ?? root);
const { name, version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
const vsix = path.join(outputFolder, `${name}-${version}.vsix`);

await must(process.execPath, ["scripts/build.mjs"]);
const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
// Everything is bundled, so node_modules stays out.
await must(productNode(), [vsce, "package", "--no-dependencies", "--out", vsix]);
const { size } = fs.statSync(vsix);
process.stdout.write(`${path.relative(process.cwd(), vsix)}: ${(size / 1024).toFixed(0)} KB\n`);
if (size > maxBytes) {
  process.stderr.write(`The VSIX has ${size} bytes, ${maxBytes} at most: see "files" in package.json.\n`);
  process.exitCode = 1;
}
