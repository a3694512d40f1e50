import { createRequire } from "node:module";
import path from "node:path";
import type * as Agents from "./agentsEntry";

/** The agents' tools: a separate bundle, loaded on first use. */
export type AgentsModule = typeof Agents;

/** `distDir`: folder of `agents.js`; `texts`: in the reader's language, empty for English. Node caches the module. */
export function loadAgents(distDir: string, texts: Record<string, string> = {}): AgentsModule {
  const require = createRequire(path.join(distDir, "agents.js"));
  const agents = require("./agents.js") as AgentsModule;
  agents.configureTexts(texts);
  return agents;
}
