// npm run bench -- worker|diagnosis|inquiry|api [--json] [--quick]: sets up, builds the product for release and the benchmark, and runs it.
import path from "node:path";
import { productNode, root, run, setUp } from "./setup.mjs";

await setUp({ production: true });
const { build } = await import("esbuild");
await build({
  absWorkingDir: root,
  entryPoints: ["main", "queueProcess", "diagnosisWalk", "peers/sqsConsumer", "peers/squiss", "peers/limit"].map(
    (name) => `bench/${name}.ts`,
  ),
  outdir: "out/bench",
  outbase: "bench",
  bundle: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  packages: "external",
  logLevel: "warning",
  define: { "import.meta.dirname": "__dirname" },
});
process.exit(await run(productNode(), [path.join("out", "bench", "main.js"), ...process.argv.slice(2)]));
