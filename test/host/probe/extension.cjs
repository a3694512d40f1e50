"use strict";
const vscode = require("vscode");

exports.activate = (context) => {
  const changed = new vscode.EventEmitter();
  let marked;
  const tree = vscode.window.createTreeView("probe.tree", {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (item) => item,
      getChildren(parent) {
        if (parent) return [1, 2, 3].map((n) => toItem(`Item ${n}`, marked === `Item ${n}` ? "marked" : "plain"));
        return [toItem("Group", "three items", vscode.TreeItemCollapsibleState.Expanded)];
      },
    },
  });
  const on = (id, handler) => vscode.commands.registerCommand(id, handler);
  context.subscriptions.push(
    tree,
    on("probe.greet", async () => {
      const answer = await vscode.window.showInformationMessage(vscode.l10n.t("Hello"), "Wave", "Ignore");
      vscode.window.setStatusBarMessage(`answer: ${answer}`);
      return answer;
    }),
    on("probe.ask", async () => {
      const color = await vscode.window.showQuickPick(["red", "green"], { placeHolder: "Which color?" });
      const name = await vscode.window.showInputBox({ title: "Name", prompt: "What is its name?" });
      vscode.window.setStatusBarMessage(`${color} ${name}`);
    }),
    on("probe.page", () => {
      const panel = vscode.window.createWebviewPanel("probe", "Probe Page", vscode.ViewColumn.One, {});
      panel.webview.html = "<!DOCTYPE html><html><body><h1>Page of the probe</h1></body></html>";
    }),
    on("probe.item.mark", (item) => {
      marked = item.label;
      changed.fire();
    }),
  );
};

exports.deactivate = () => undefined;

function toItem(label, description, state = vscode.TreeItemCollapsibleState.None) {
  const item = new vscode.TreeItem(label, state);
  item.id = label;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon("symbol-field");
  return item;
}
