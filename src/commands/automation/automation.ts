import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { CommandContext } from "../context";
import type { DebuggedStacks } from "../debugging/debuggedStacks";
import { invokeTool, prepareTool } from "./editorTools";
import { mcpServers } from "./mcpServers";
import { SCENARIO_PATTERN, showScenarios, watchScenarios } from "./testExplorer";

/** Of the manifest: `messaging_find_messages` and the others. */
interface DeclaredTools {
  contributes: { languageModelTools: { name: string }[] };
}

/** Offers the agents' tools and their server, and shows scenarios as soon as there are any. */
export function registerAutomation(context: CommandContext, distDir: string, stacks: DebuggedStacks): void {
  const { owned } = context;
  l10n.config({ contents: vscode.l10n.bundle ?? {} }); // a bundle has its own copy
  // Editors built on VS Code may lack them.
  if (typeof vscode.lm?.registerTool === "function") offerTools(context, distDir);
  if (typeof vscode.lm?.registerMcpServerDefinitionProvider === "function")
    owned.push(
      vscode.lm.registerMcpServerDefinitionProvider("messaging", {
        provideMcpServerDefinitions: () => mcpServers(context, distDir),
      }),
    );
  let isShown = false;
  const look = async (): Promise<void> => {
    const [first] = isShown ? [] : await vscode.workspace.findFiles(SCENARIO_PATTERN, undefined, 1);
    if (!first || isShown) return;
    isShown = true;
    owned.push(showScenarios(context, distDir, stacks));
  };
  owned.push(watchScenarios(look));
  void look();
}

function offerTools(context: CommandContext, distDir: string): void {
  const { owned, extension } = context;
  for (const { name } of (extension.extension.packageJSON as DeclaredTools).contributes.languageModelTools)
    owned.push(
      vscode.lm.registerTool<object>(name, {
        prepareInvocation: ({ input }) => prepareTool(name, input),
        invoke: ({ input }, token) => invokeTool(context, distDir, name, input, token),
      }),
    );
}
