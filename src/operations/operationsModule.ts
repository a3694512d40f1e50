import { createRequire } from "node:module";
import path from "node:path";
import type * as Operations from "./operationsEntry";

/** The user's operations: a separate bundle, loaded on first use. */
export type OperationsModule = typeof Operations;

/**
 * `distDir`: folder of `operations.js`; `texts`: in the reader's language, empty for English. Node caches the module.
 */
export function loadOperations(distDir: string, texts: Record<string, string> = {}): OperationsModule {
  const require = createRequire(path.join(distDir, "operations.js"));
  const operations = require("./operations.js") as OperationsModule;
  operations.configureTexts(texts);
  return operations;
}
