import { createRequire } from "node:module";
import path from "node:path";
import type * as Environments from "./environmentsEntry";

/** Real environments: a bundle of its own, because it is large and the local stack needs none of it. */
export type EnvironmentsModule = typeof Environments;

/** `distDir`: the folder of `environments.js`; `texts`: the reader's, empty for English. Node keeps what was loaded. */
export function loadEnvironments(distDir: string, texts: Record<string, string> = {}): EnvironmentsModule {
  const require = createRequire(path.join(distDir, "environments.js"));
  const environments = require("./environments.js") as EnvironmentsModule;
  environments.configureTexts(texts);
  return environments;
}
