import * as vscode from "vscode";

/** Asks where to save a file, in the workspace's folder at first. Undefined: the user cancelled. */
export async function chooseTarget(
  title: string,
  name: string,
  filters: Record<string, string[]>,
): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title,
    filters,
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}
