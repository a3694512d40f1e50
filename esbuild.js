// Bundles the product into dist/ (and, with --tests, the tests into out/).
//   node esbuild.js [--production] [--watch] [--tests | --tests=test/unit/queue]
// --tests=PREFIX builds those tests alone, without the product.
"use strict";
const esbuild = require("esbuild");
const fs = require("node:fs");
const path = require("node:path");

const has = (flag) => process.argv.includes(flag);
const production = has("--production");
const testsOnly = process.argv.find((argument) => argument.startsWith("--tests="))?.slice("--tests=".length);

/**
 * The solapi SDK has no option for a base URL or a timeout and re-posts on its own (a second SMS). Inside its module
 * only, the free identifier `fetch` is bound to src/runtime/provider/solapiTransport.ts.
 */
const solapiTransport = {
  name: "solapi-transport",
  setup(build) {
    const transport = path.resolve(__dirname, "src/runtime/provider/solapiTransport.ts");
    const entry = path.join(path.dirname(require.resolve("solapi/package.json")), "dist/index.mjs");
    build.onResolve({ filter: /^solapi$/ }, () => ({ path: entry }));
    build.onLoad({ filter: /node_modules[\\/]solapi[\\/]dist[\\/]index\.mjs$/ }, async (args) => ({
      loader: "js",
      contents: `import { fetch } from ${JSON.stringify(transport)};\n${await fs.promises.readFile(args.path, "utf8")}`,
    }));
  },
};

/**
 * dockerode depends on an SSH client and BuildKit's gRPC. The product uses neither (its SSH is the `ssh` program), so
 * they stay out of the bundles; calling them throws.
 */
const leftOut = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)$/ }, ({ path }) => ({
      path,
      namespace: "left-out",
    }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: `
        const fail = () => { throw new Error(${JSON.stringify(`${path} is not part of this bundle (see esbuild.js)`)}); };
        const absent = new Proxy(function () {}, { get: () => absent, apply: fail, construct: fail });
        module.exports = absent;`,
    }));
  },
};

/** In the extension, the stack's contract is a separate bundle, loaded when a stack first responds. */
const lazyContract = {
  name: "lazy-contract",
  setup(build) {
    build.onResolve({ filter: /\/contractEntry$/ }, () => ({ path: "./contract.js", external: true }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  platform: "node",
  format: "cjs",
  logLevel: "warning",
  sourcemap: production ? false : "linked",
  minify: production,
  metafile: true,
  mainFields: ["module", "main"],
  plugins: [solapiTransport, leftOut],
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  // An optional native part of pg, which falls back to JavaScript without it.
  external: ["pg-native"],
  // The Django helper is bundled as text.
  loader: { ".py": "text" },
};

const product = {
  ...shared,
  target: "node22",
  outdir: "dist",
  entryPoints: {
    stack: "src/runtime/stack/stackProcess.ts",
    worker: "src/runtime/worker/workerProcess.ts",
    "cli-main": "src/cli/main.ts",
    // Loaded by the extension at the first log line or trace.
    knowledge: "src/logs/knowledge.ts",
    // Loaded by the extension with the first operation.
    operations: "src/operations/operationsEntry.ts",
    // Loaded by the extension and the command line when a debug session starts.
    debugger: "src/debugger/debuggerEntry.ts",
    // Loaded by the extension when there are layers to show.
    layers: "src/views/layers/layersEntry.ts",
    // Loaded by the extension when it first masks a text.
    masking: "src/common/masking/index.ts",
    contract: "src/runtime/control/contract/contractEntry.ts",
    // `messaging-runtime-debugger/testing`, for the test suites of others.
    testing: "src/testing/testingEntry.ts",
    // Loaded by the extension and by `messaging mcp` with the first tool.
    agents: "src/agents/agentsEntry.ts",
    // Loaded by the extension and the command line with the first environment other than the local stack.
    environments: "src/targets/environmentsEntry.ts",
  },
};

/** For the extension, masking is a separate bundle: the first call of any of its functions loads it. */
const lazyMasking = {
  name: "lazy-masking",
  setup(build) {
    const index = path.resolve(__dirname, "src/common/masking/index.ts");
    build.onLoad({ filter: /common[\\/]masking[\\/]index\.ts$/ }, async () => {
      const source = await fs.promises.readFile(index, "utf8");
      const names = [...source.matchAll(/^export (?:function (\w+)|\{ (\w+) \})/gm)].map(
        ([, own, passed]) => own ?? passed,
      );
      const functions = names.map((name) => `export const ${name} = (...given) => load().${name}(...given);`);
      return {
        contents: ["let loaded;", 'const load = () => (loaded ??= require("./masking.js"));', ...functions].join("\n"),
      };
    });
    build.onResolve({ filter: /^\.\/masking\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

/**
 * What every window loads, and the pages that it loads with the first one. Only these bundles may import `vscode`: a
 * headless part that imports it fails the build.
 */
const extension = {
  ...shared,
  target: "node22",
  outdir: "dist",
  // `panels`, `later`: loaded at the first use of what they have.
  entryPoints: {
    extension: "src/extension.ts",
    panels: "src/webviews/panelsEntry.ts",
    later: "src/commands/laterEntry.ts",
  },
  external: [...shared.external, "vscode"],
  plugins: [...shared.plugins, lazyMasking, lazyContract],
};

/** What the extension loads when there are scenarios, or at an agent's first call. */
const automation = { ...extension, entryPoints: { automation: "src/commands/automation/automationEntry.ts" } };

/** The webviews' code, one bundle per page. */
const webviews = () => ({
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "es2022",
  logLevel: "warning",
  sourcemap: production ? false : "inline",
  minify: production,
  metafile: true,
  outdir: "dist/webviews",
  entryPoints: {
    trace: "src/webviews/app/tracePage.ts",
    phone: "src/webviews/app/phonePage.ts",
    inquiry: "src/webviews/app/inquiryPage.ts",
  },
});

/** VS Code waits for this bundle before it shows anything of ours. */
const MAX_EXTENSION_BYTES = 150 * 1024;

function checkSize({ outputs }) {
  const { bytes } = outputs["dist/extension.js"];
  if (bytes <= MAX_EXTENSION_BYTES) return;
  const inputs = Object.entries(outputs["dist/extension.js"].inputs).sort(
    ([, a], [, b]) => b.bytesInOutput - a.bytesInOutput,
  );
  const largest = inputs.slice(0, 5).map(([file, { bytesInOutput }]) => `${file} ${bytesInOutput}`);
  throw new Error(
    `dist/extension.js has ${bytes} bytes, ${MAX_EXTENSION_BYTES} at most. Largest: ${largest.join(", ")}`,
  );
}

/**
 * Bundles that start on whatever Node the shell has, hence their older target: the command line, which hands over to
 * cli-main, and what the user's own Node programs require first.
 */
const launcher = {
  ...shared,
  target: "node18",
  outdir: "dist",
  entryPoints: { cli: "src/cli/launcher.ts", "node-redirect": "src/runtime/redirect/nodeRedirectEntry.ts" },
};

/** The user's own Python programs import it from its folder; it is not bundled. */
const pythonRedirect = {
  entryPoints: { "python/sitecustomize": "src/runtime/redirect/sitecustomize.py" },
  outdir: "dist",
  loader: { ".py": "copy" },
  logLevel: "warning",
  metafile: true,
};

const findTests = (dir) =>
  fs
    .readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => path.join(entry.parentPath, entry.name));

const tests = () => ({
  ...shared,
  target: "node22",
  outdir: "out",
  outbase: ".",
  entryPoints: [
    ...["test/unit", "test/integration", "test/torture", "test/extension"].flatMap(findTests),
    "test/extension/index.ts",
    "test/corpus/runCorpus.ts",
  ].filter((file) => file.startsWith(testsOnly ?? "")),
  metafile: false,
  packages: "external",
  sourcemap: "inline",
  minify: false,
});

/** Under --watch: marks the start and the end of a build; .vscode/tasks.json waits for these lines. */
function watchMarkers() {
  let running = 0;
  return {
    name: "watch-markers",
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) process.stdout.write("[watch] build started\n");
      });
      build.onEnd(() => {
        if (--running === 0) process.stdout.write("[watch] build finished\n");
      });
    },
  };
}

async function main() {
  const builds = testsOnly ? [] : [product, launcher, pythonRedirect, extension, automation, webviews()];
  if (testsOnly || has("--tests")) builds.push(tests());
  if (has("--watch")) {
    const markers = watchMarkers();
    const contexts = await Promise.all(
      builds.map((options) => esbuild.context({ ...options, plugins: [...(options.plugins ?? []), markers] })),
    );
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  const { metafile } = results[builds.indexOf(extension)] ?? {};
  if (production && metafile) {
    checkSize(metafile);
    const { thirdPartyNotices } = await import("./scripts/thirdPartyNotices.mjs");
    const shipped = results.flatMap((result) => result.metafile ?? []);
    await fs.promises.writeFile("dist/THIRD_PARTY_NOTICES.txt", thirdPartyNotices(__dirname, shipped));
  }
}

module.exports = { product, launcher, extension, webviews };

if (require.main === module) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
