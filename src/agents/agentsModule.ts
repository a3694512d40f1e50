import { lazyBundle } from "../common/lazyBundle";
import type * as Agents from "./agentsEntry";

/** The agents' tools: a separate bundle, loaded on first use. */
export type AgentsModule = typeof Agents;

/** `distDir`: folder of `agents.js`; `texts`: in the reader's language, empty for English. */
export const loadAgents = (distDir: string, texts: Record<string, string> = {}): AgentsModule =>
  lazyBundle<AgentsModule>(distDir, "agents", texts)();
