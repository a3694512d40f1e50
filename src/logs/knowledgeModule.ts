import { createRequire } from "node:module";
import path from "node:path";
import type * as Knowledge from "./knowledge";

export type KnowledgeModule = typeof Knowledge;

/** `distDir` is the folder of `knowledge.js`; `texts` are in the user's language. Node caches the module. */
export function loadKnowledge(distDir: string, texts: Record<string, string> = {}): KnowledgeModule {
  const knowledge = createRequire(path.join(distDir, "extension.js"))("./knowledge.js") as KnowledgeModule;
  knowledge.configureKnowledgeTexts(texts);
  return knowledge;
}
