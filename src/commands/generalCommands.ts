import * as vscode from "vscode";
import type { CommandContext } from "./context";
import type { CommandMap } from "../host/commandIds";

export const getGeneralCommands = (context: CommandContext): CommandMap => ({
  "messaging.settings.open": () =>
    vscode.commands.executeCommand("workbench.action.openSettings", `@ext:${context.extension.extension.id}`),
  "messaging.output.show": () => context.output.show(true),
  "messaging.view.refresh": () => context.refresh(),
});
