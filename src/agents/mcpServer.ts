import type { Readable, Writable } from "node:stream";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { version } from "../../package.json";
import type { AgentHost, AgentTool } from "./agentTool";
import { agentTools } from "./agentTools";
import { FRAME, answerOf } from "./toolAnswer";

const INSTRUCTIONS =
  "Follows SMS and Alimtalk messages through four layers: API, SQS, worker, Solapi. Reads are free. What changes or " +
  "sends needs a plan that the user approves; you cannot approve it, and must not ask for a way around it. " +
  "Production is read-only.";

/** Serves the agents' tools on these streams until the input ends or the signal aborts. */
export async function serveMcp(host: AgentHost, input: Readable, output: Writable, signal: AbortSignal): Promise<void> {
  const server = new Server(
    { name: "messaging", version },
    { instructions: INSTRUCTIONS, capabilities: { tools: {} } },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: agentTools.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal: cancelled }) => {
    const { isError, data } = await answerOf(params.name, params.arguments, host, cancelled);
    const text = `${FRAME}\n\n${JSON.stringify(data)}`;
    return { content: [{ type: "text", text }], ...(isError ? { isError } : { structuredContent: data }) };
  });
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.onclose = resolve;
  input.once("end", resolve).once("close", resolve);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await server.connect(new StdioServerTransport(input, output));
  await closed;
  await server.close();
}

const described = ({ name, title, description, hints, input, output }: AgentTool) => ({
  name,
  title,
  description,
  annotations: { title, ...hints },
  inputSchema: jsonSchema(input, "input"),
  outputSchema: jsonSchema(output, "output"),
});

const jsonSchema = (schema: z.ZodObject, io: "input" | "output") => ({
  ...z.toJSONSchema(schema, { io }),
  type: "object" as const,
});
