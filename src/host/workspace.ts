import path from "node:path";
import * as vscode from "vscode";
import { stateDirOf } from "../runtime/control/stackAddress";

/** The first folder of the workspace, which its stack and its ignored findings belong to. */
export const workspaceFolder = (): string | undefined => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;

/** The same folder if the user trusts it. */
export const trustedFolder = (): string | undefined => (vscode.workspace.isTrusted ? workspaceFolder() : undefined);

/** Where the window's stack keeps its files; a window without a folder uses the extension's own storage. */
export function stateDirOfWindow(globalStorage: vscode.Uri, setting: string): string {
  if (setting !== "" && path.isAbsolute(setting)) return setting;
  return stateDirOf(workspaceFolder() ?? path.join(globalStorage.fsPath, "no-folder"));
}
