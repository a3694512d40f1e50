import path from "node:path";
import * as vscode from "vscode";
import { trustedFolder } from "../../host/workspace";
import type { CommandContext } from "../context";

/** `messaging mcp` on the local stack of this window. Nothing in a folder that is not trusted. */
export function mcpServers(
  { stack, language, extension }: CommandContext,
  distDir: string,
): vscode.McpStdioServerDefinition[] {
  const folder = trustedFolder();
  if (folder === undefined) return [];
  const variables = { ELECTRON_RUN_AS_NODE: "1", MESSAGING_STATE_DIR: stack.stateDir, MESSAGING_LANG: language };
  const { version } = extension.extension.packageJSON as { version: string };
  const cli = path.join(distDir, "cli.js");
  const server = new vscode.McpStdioServerDefinition("Messaging", process.execPath, [cli, "mcp"], variables, version);
  server.cwd = vscode.Uri.file(folder);
  return [server];
}
