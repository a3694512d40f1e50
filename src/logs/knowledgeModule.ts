import path from "node:path";
import type * as Knowledge from "./knowledge";

export type KnowledgeModule = typeof Knowledge;

/** `distDir`: the folder of `knowledge.js`; `texts`: the reader's. Node keeps what was loaded. */
export function loadKnowledge(distDir: string, texts: Record<string, string> = {}): KnowledgeModule {
  const knowledge = require(path.join(distDir, "knowledge.js")) as KnowledgeModule;
  knowledge.configureTexts(texts);
  return knowledge;
}
