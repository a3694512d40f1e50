import type { AgentTool } from "./agentTool";
import { diagnoseTool } from "./tools/diagnoseTool";
import { explainTool } from "./tools/explainTool";
import { findMessagesTool } from "./tools/findMessagesTool";
import { layersTool } from "./tools/layersTool";
import { applyFixTool, planFixTool, sendTestTool } from "./tools/planTools";
import { traceTool } from "./tools/traceTool";

/** Every tool of an agent. Few, because a model pays for each description and mistakes similar ones. */
export const agentTools: readonly AgentTool[] = [
  findMessagesTool,
  diagnoseTool,
  explainTool,
  traceTool,
  layersTool,
  planFixTool,
  applyFixTool,
  sendTestTool,
];
