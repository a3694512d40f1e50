import * as z from "zod";
import { agentTools } from "../src/agents/agentTools.ts";

/** The agents' tools as VS Code's manifest declares them. */
export const languageModelTools = (): object[] =>
  agentTools.map(({ name, title, description, input }) => ({
    name: `messaging_${name}`,
    displayName: title,
    modelDescription: description,
    userDescription: description.split(". ")[0]!.replace(/\.$/, ""),
    toolReferenceName: `messaging_${name}`,
    canBeReferencedInPrompt: true,
    icon: "$(mail)",
    tags: ["messaging", "sms", "sqs", "solapi"],
    inputSchema: JSON.parse(JSON.stringify(z.toJSONSchema(input, { io: "input" }))) as object,
  }));
