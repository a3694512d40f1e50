import { createRequire } from "node:module";
import path from "node:path";
import type * as Debugger from "./debuggerEntry";

/** The debug adapter: a separate bundle, loaded when a debug session starts. `texts`: empty for English. */
export function loadDebugger(distDir: string, texts: Record<string, string> = {}): typeof Debugger {
  const require = createRequire(path.join(distDir, "debugger.js"));
  const loaded = require("./debugger.js") as typeof Debugger;
  loaded.configureTexts(texts);
  return loaded;
}
