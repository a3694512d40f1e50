import { createRequire } from "node:module";
import path from "node:path";
import type * as Later from "./laterEntry";

export type LaterModule = typeof Later;

/** `distDir`: the folder of `later.js`; `texts`: the reader's. Node caches the module. */
export function loadLater(distDir: string, texts: Record<string, string> = {}): LaterModule {
  const later = createRequire(path.join(distDir, "extension.js"))("./later.js") as LaterModule;
  later.configureTexts(texts);
  return later;
}
