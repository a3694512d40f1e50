import { createRequire } from "node:module";
import path from "node:path";
import type * as Knowledge from "./knowledge";

export type KnowledgeModule = typeof Knowledge;

/** `distDir`: the folder of `knowledge.js`; `texts`: the reader's. Node keeps what was loaded. */
export function loadKnowledge(distDir: string, texts: Record<string, string> = {}): KnowledgeModule {
  const knowledge = createRequire(path.join(distDir, "extension.js"))("./knowledge.js") as KnowledgeModule;
  knowledge.configureKnowledgeTexts(texts);
  return knowledge;
}
