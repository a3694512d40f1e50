// npm run screenshots [-- readme [SCENE …] | states [LOOK …]]: sets up, then takes the pictures of the README
// (test/host/scenes.ts) and of the states on which all screens must agree (test/host/stateScenes.ts).
import { packagedNode, run, setUp } from "./setup.mjs";

const [which, ...chosen] = process.argv.slice(2);
const files = { readme: "test/host/scenes.ts", states: "test/host/stateScenes.ts" };
if (which !== undefined && !(which in files)) {
  process.stderr.write(`No such pictures: ${which}. There are: ${Object.keys(files).join(", ")}.\n`);
  process.exit(64);
}
await setUp({ production: true });
for (const file of which === undefined ? Object.values(files) : [files[which]]) {
  const code = await run(packagedNode, [file, ...chosen]);
  if (code !== 0) process.exit(code);
}
