import path from "node:path";
import type * as Knowledge from "./knowledge";

export type KnowledgeModule = typeof Knowledge;

/** `distDir`: the folder of `knowledge.js`. Node keeps what was loaded. */
export function loadKnowledge(distDir: string): KnowledgeModule {
  return require(path.join(distDir, "knowledge.js")) as KnowledgeModule;
}
