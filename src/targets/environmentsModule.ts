import { createRequire } from "node:module";
import path from "node:path";
import type * as Environments from "./environmentsEntry";

/** Real environments: a separate bundle, because it is large and the local stack does not need it. */
export type EnvironmentsModule = typeof Environments;

/**
 * `distDir`: folder of `environments.js`; `texts`: in the reader's language, empty for English. Node caches the module.
 */
export function loadEnvironments(distDir: string, texts: Record<string, string> = {}): EnvironmentsModule {
  const require = createRequire(path.join(distDir, "environments.js"));
  const environments = require("./environments.js") as EnvironmentsModule;
  environments.configureTexts(texts);
  return environments;
}
