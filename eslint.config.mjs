import tseslint from "typescript-eslint";

/** Folders that must run in bare Node: `vscode` may not be imported there, not even as a type. */
const headless = ["src/common", "src/runtime", "src/diagnosis", "src/targets", "src/cli"];

/** What a folder may not import, by path pattern; the direction of dependencies is in docs/architecture.md. */
const forbid = (folders, ...group) => ({
  files: folders.map((folder) => `${folder}/**/*.ts`),
  rules: { "no-restricted-imports": ["error", { patterns: [{ group }] }] },
});

export default tseslint.config(
  { ignores: ["dist", "out", "node_modules", ".vscode-test*", "test/host/.install", "**/*.cjs"] },
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
  // Read by Node as it is, before anything is built.
  { files: ["esbuild.js"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  { files: ["src/**/*.ts"], ignores: ["src/cli/**", "src/runtime/worker/**"], rules: { "no-console": "error" } },
  forbid(headless, "vscode"),
  forbid(["src/common"], "vscode", "**/runtime/**", "**/diagnosis/**", "**/targets/**", "**/cli/**", "**/host/**"),
  // The diagnosis is pure: evidence in, verdict out. Node's I/O modules are out of its reach.
  forbid(["src/diagnosis"], "vscode", "node:*", "**/runtime/**", "**/targets/**", "**/cli/**", "**/host/**"),
  forbid(["src/runtime"], "vscode", "**/diagnosis/**", "**/targets/**", "**/cli/**", "**/host/**", "**/views/**"),
);
