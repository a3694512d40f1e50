import { createRequire } from "node:module";
import path from "node:path";
import type * as Panels from "./panelsEntry";

export type PanelsModule = typeof Panels;

/** `distDir`: the folder of `panels.js`; `texts`: the reader's. Node caches the module. */
export function loadPanels(distDir: string, texts: Record<string, string> = {}): PanelsModule {
  const panels = createRequire(path.join(distDir, "extension.js"))("./panels.js") as PanelsModule;
  panels.configurePanelTexts(texts);
  return panels;
}
