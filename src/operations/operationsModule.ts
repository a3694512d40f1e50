import { createRequire } from "node:module";
import path from "node:path";
import type * as Operations from "./operationsEntry";

/** What a person can want: a bundle of its own, loaded with the first thing that is wanted. */
export type OperationsModule = typeof Operations;

/** `distDir`: the folder of `operations.js`; `texts`: the reader's, empty for English. Node keeps what was loaded. */
export function loadOperations(distDir: string, texts: Record<string, string> = {}): OperationsModule {
  const require = createRequire(path.join(distDir, "operations.js"));
  const operations = require("./operations.js") as OperationsModule;
  operations.configureTexts(texts);
  return operations;
}
