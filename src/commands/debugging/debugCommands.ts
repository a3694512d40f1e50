import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { loadDebugger } from "../../debugger/debuggerModule";
import type { CommandMap } from "../../host/commandIds";
import { LOCAL } from "../../targets/environment";
import type { CommandContext } from "../context";
import type { LaterModule } from "../laterModule";
import type { DebuggedStacks } from "./debuggedStacks";
import type { HeldSessions } from "./heldSessions";

/** As package.json names it. */
const TYPE = "messaging";

const attach = (): vscode.DebugConfiguration => ({
  type: TYPE,
  request: "attach",
  name: l10n.t("Messages of the local stack"),
});

export const getDebugCommands = (
  context: CommandContext,
  later: () => LaterModule,
  sessions: HeldSessions,
): CommandMap => ({
  /** Shows where the points are checked. Returns whether a session began. */
  "messaging.message.debug": async () => {
    const hasBegun = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], attach());
    if (hasBegun) await vscode.commands.executeCommand("workbench.view.debug");
    return hasBegun;
  },
  "messaging.message.stepThrough": (message) => later().stepThrough(context, message),
  "messaging.message.drop": (thread, item) => later().dropHeld(context, sessions, { thread, item }),
  "messaging.message.answer": (thread, item) => later().answerHeld(context, sessions, { thread, item }),
});

/** Debug sessions of messages run in the extension host; their code is loaded with the first. */
export function registerMessageDebugger(
  context: CommandContext,
  distDir: string,
  sessions: HeldSessions,
  stacks: DebuggedStacks,
): vscode.Disposable {
  const createDebugAdapterDescriptor = (session: vscode.DebugSession) => {
    sessions.add(session);
    const stack = stacks.get(String(session.configuration["stack"]));
    return new vscode.DebugAdapterInlineImplementation(
      loadDebugger(distDir, vscode.l10n.bundle).createDebugSession({
        open: () => (stack ? Promise.resolve(stack.environment) : context.environments.open(LOCAL)),
        ...(stack && { ready: stack.ready }),
        operation: (signal) => context.operation(signal),
      }),
    );
  };
  // F5 in a folder without launch.json passes an empty configuration.
  const resolveDebugConfiguration = (_folder: unknown, given: vscode.DebugConfiguration) =>
    given.type ? given : attach();
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, { createDebugAdapterDescriptor }),
    vscode.debug.registerDebugConfigurationProvider(TYPE, { resolveDebugConfiguration }),
  );
}
