import path from "node:path";
import regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

/** Folders that must run in bare Node: `vscode` may not be imported there, not even as a type. */
const headless = [
  "src/common",
  "src/runtime",
  "src/diagnosis",
  "src/targets",
  "src/operations",
  "src/cli",
  "src/agents",
  "src/testing",
  "src/debugger",
  "src/scenarios",
];

/** Which folders of src/ a folder may import, types included: docs/architecture.md says what each is. */
const core = ["common", "diagnosis", "runtime", "targets", "operations"];
const mayImport = {
  common: [],
  diagnosis: ["common"],
  runtime: ["common"],
  targets: ["common", "diagnosis", "runtime"],
  operations: ["common", "diagnosis", "runtime", "targets"],
  cli: [...core, "agents", "debugger"],
  agents: core,
  testing: core,
  debugger: core,
  scenarios: core,
  host: ["common", "runtime", "targets", "operations"],
  window: [...core, "host"],
  views: [...core, "host", "window"],
  webviews: ["common", "diagnosis", "runtime", "operations"],
  logs: [...core, "views", "webviews"],
  commands: [...core, "agents", "debugger", "host", "window", "views", "webviews", "logs"],
};

/**
 * The modules of src/targets and src/runtime whose values an adapter may use: to open an environment, to name things, to
 * read what was measured. Whatever a person can want goes through src/operations. Types may come from anywhere.
 */
const adapters = ["agents", "testing", "debugger", "cli", "commands", "host", "window", "views", "webviews", "logs"];
const openToAdapters = [
  // opening an environment
  "targets/environment",
  "targets/local/localEnvironment",
  "targets/safety/auditLog",
  "targets/settings/environmentSecretNames",
  "targets/settings/settingScopes",
  "runtime/control/compiledCode",
  "runtime/control/ownCommand",
  "runtime/control/stackAddress",
  // what was measured, and its words
  "targets/layers/",
  "targets/local/localLayers",
  "targets/tenants/phoneDigits",
  "targets/tenants/registeredSenders",
  "targets/version/versionProfile",
  "runtime/faults/fault",
  "runtime/holds/heldBody",
  "runtime/holds/holdPoint",
  "runtime/message/",
  "runtime/provider/messageType",
  "runtime/provider/statusCodes",
];

const folderOf = (file) => /^src\/(\w+)\//.exec(path.relative(import.meta.dirname, file).replaceAll("\\", "/"))?.[1];

/** One direction of dependencies: an import that leads back to a folder above is an error. */
const direction = {
  create(context) {
    const own = folderOf(context.filename);
    const check = ({ source }) => {
      if (!mayImport[own] || typeof source?.value !== "string" || !source.value.startsWith(".")) return;
      const other = folderOf(path.resolve(path.dirname(context.filename), source.value));
      if (other === undefined || other === own || mayImport[own].includes(other)) return;
      context.report({ node: source, message: `src/${own} may not import src/${other}.` });
    };
    return {
      ImportDeclaration: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** An adapter asks and shows; what is done is an operation's. */
const operationsOnly = {
  create(context) {
    const own = folderOf(context.filename);
    if (!adapters.includes(own)) return {};
    const isType = ({ importKind, exportKind, specifiers = [] }) =>
      [importKind, exportKind].includes("type") ||
      (specifiers.length > 0 && specifiers.every((each) => each.importKind === "type"));
    const check = (node) => {
      const { source } = node;
      if (typeof source?.value !== "string" || !source.value.startsWith(".") || isType(node)) return;
      const file = path.resolve(path.dirname(context.filename), source.value);
      const module = path.relative(path.join(import.meta.dirname, "src"), file).replaceAll("\\", "/");
      if (!/^(?:targets|runtime)\//.test(module)) return;
      if (openToAdapters.some((open) => module === open || (open.endsWith("/") && module.startsWith(open)))) return;
      context.report({ node: source, message: `src/${own} is an adapter: ${module} is for operations to use.` });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

/** Only the guard finds an environment's writers, and only targets implement them. */
const writersStay = {
  create(context) {
    const module = path.relative(path.join(import.meta.dirname, "src"), context.filename).replaceAll("\\", "/");
    const check = (node) => {
      const { source, specifiers = [] } = node;
      if (typeof source?.value !== "string") return;
      const names = specifiers.map(({ imported }) => imported?.name);
      const isFinding = names.includes("writersOf") || names.includes("performerOf");
      if (isFinding && !module.startsWith("targets/safety/"))
        context.report({ node, message: "Only src/targets/safety finds writers: ask for a write with requestWrite." });
      if (/\/writers$/.test(source.value) && !module.startsWith("targets/"))
        context.report({ node, message: "Writers stay in src/targets: ask for a write with requestWrite." });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check };
  },
};

/** Writing calls of the local stack's client, which only its targets make. */
const stackWrites =
  "enqueue|handToWorker|setHoldRules|editHeld|releaseHeld|setSender|createQueues|redrive|injectFault|clearFaults|worker|stop|send";

/** Modules that a folder may not import. */
const forbid = (folders, ...group) => ({
  files: folders.map((folder) => `${folder}/**/*.ts`),
  rules: { "no-restricted-imports": ["error", { patterns: [{ group }] }] },
});

export default tseslint.config(
  { ignores: ["dist", "out", "node_modules", ".vscode-test*", "test/host/.install*", "**/*.cjs"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  // Foreign text is matched in time that grows with it.
  {
    files: ["src/**/*.ts", "scripts/**"],
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential", ignorePartial: false }],
    },
  },
  // Names, logs and answers are foreign text: what VS Code shows of it passes src/host, which makes it safe.
  {
    files: ["src/**/*.ts"],
    ignores: ["src/host/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...["showQuickPick", "showInputBox", "showInformationMessage", "showWarningMessage", "showErrorMessage"].map(
          (property) => ({ property, message: "Use the picks and the notifier of src/host." }),
        ),
        { property: "withProgress", message: "Use the progress of src/host." },
      ],
    },
  },
  // A redirect would take credentials or a body to an address that they were not given for, or post a second time.
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...['[callee.name="fetch"]', '[callee.object.name="globalThis"][callee.property.name="fetch"]'].map((call) => ({
          selector: `CallExpression${call}:not(:has(Property[key.name="redirect"]))`,
          message: 'Say what becomes of a redirect: redirect: "manual" or "error".',
        })),
      ],
    },
  },
  // Read by Node as it is, before anything is built.
  { files: ["esbuild.js"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  { files: ["src/**/*.ts"], ignores: ["src/cli/**", "src/runtime/worker/**"], rules: { "no-console": "error" } },
  {
    files: ["src/**/*.ts"],
    plugins: {
      project: { rules: { direction, "operations-only": operationsOnly, "writers-stay": writersStay } },
    },
    rules: { "project/direction": "error", "project/operations-only": "error", "project/writers-stay": "error" },
  },
  {
    files: ["src/**/*.ts"],
    // The clients of AWS have a method of one of these names.
    ignores: ["src/targets/local/**", "src/targets/aws/**", "src/targets/cloudwatch/**", "src/runtime/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression[callee.object.name="client"][callee.property.name=/^(${stackWrites})$/]`,
          message: "Only src/targets/local writes to the stack: ask for a write with requestWrite.",
        },
      ],
    },
  },
  forbid(headless, "vscode"),
  // The diagnosis is pure: evidence in, verdict out. Node's I/O modules are out of its reach.
  forbid(["src/diagnosis"], "vscode", "node:*", "!node:buffer"),
  // Rules read facts. What a text says is recognised in logs/, answers/ and facts/ alone.
  {
    files: ["src/diagnosis/*.ts", "src/diagnosis/{causes,rules}/**/*.ts", "src/diagnosis/report/undecidedLog.ts"],
    ignores: ["src/diagnosis/{logLines,evidence,providerCodes}.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "Literal[regex], NewExpression[callee.name='RegExp']",
          message: "Rules read facts: recognise words in src/diagnosis/logs/wordings or src/diagnosis/facts.",
        },
      ],
    },
  },
);
