import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { distDir } from "../stack/stackFixture";

export interface CalledTool {
  isError: boolean;
  /** Everything that the model reads. */
  text: string;
  data: Record<string, unknown>;
}

/** An agent: `messaging mcp` on a state folder, and the SDK's own client. */
export class McpSession {
  private constructor(
    readonly client: Client,
    readonly stateDir: string,
  ) {}

  static async start(stateDir: string, args: string[] = [], env: Record<string, string> = {}): Promise<McpSession> {
    const client = new Client({ name: "test", version: "1" });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [path.join(distDir, "cli.js"), "mcp", ...args],
      env: {
        ...definedVariables(),
        MESSAGING_STATE_DIR: stateDir,
        MESSAGING_ANY_PORT: "1",
        MESSAGING_LANG: "en",
        ...env,
      },
      stderr: "pipe",
    });
    await client.connect(transport);
    return new McpSession(client, stateDir);
  }

  async call(name: string, input: Record<string, unknown> = {}): Promise<CalledTool> {
    const result = await this.client.callTool({ name, arguments: input }, undefined, { timeout: 120_000 });
    const content = result.content as { type: string; text: string }[];
    const text = content.map((part) => part.text).join("\n");
    const data = text.slice(text.indexOf("{"));
    return { isError: result.isError === true, text, data: JSON.parse(data) as Record<string, unknown> };
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

const definedVariables = () =>
  Object.fromEntries(Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined));
