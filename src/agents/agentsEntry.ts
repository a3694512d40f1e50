/** The bundle `dist/agents.js`: the agents' tools with the operations behind them, and the MCP server. */
import * as l10n from "@vscode/l10n";

export { agentTools } from "./agentTools";
export { serveMcp } from "./mcpServer";
export { FRAME, answerOf } from "./toolAnswer";
export { PlanFolder } from "../operations/plan/planFolder";
export { PlanRegistry } from "../operations/plan/planRegistry";

/** A bundle has its own copy of the l10n texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
