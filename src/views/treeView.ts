import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { assertNever } from "../common/assertNever";
import type { Disposable } from "../common/disposable";
import { shownLine } from "../common/shown/shownLine";
import { shownNode } from "./treeNode";
import type { NodeIcon, TreeNode } from "./treeNode";

export interface TreeSource {
  /** The current rows. */
  nodes(): TreeNode[];
  /** Text beside the view's name; absent or empty for none. */
  title?(): string;
  /** Badge of the view's icon; undefined for none. */
  badge?(): vscode.ViewBadge | undefined;
  /**
   * Called when the view becomes visible; its result is disposed when the view is hidden: a hidden view runs nothing.
   */
  shown(redraw: () => void): Disposable;
}

/** Draws a pure tree. Notifies VS Code only if a row looks different. */
export class NodeTreeView implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly view: vscode.TreeView<TreeNode>;
  readonly #source: TreeSource;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  #shown: Disposable | undefined;
  #nodes: TreeNode[] = [];
  #drawn = "";

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(id: string, source: TreeSource) {
    this.#source = source;
    this.view = vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: false });
    this.#disposables = [this.view, this.#changed, this.view.onDidChangeVisibility(() => this.#visibilityChanged())];
    this.#visibilityChanged();
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node) return node.children ?? [];
    this.#take();
    return this.#nodes;
  }

  getTreeItem(shown: TreeNode): vscode.TreeItem {
    const node = shownNode(shown);
    const { TreeItemCollapsibleState: open } = vscode;
    const state = !node.children?.length ? open.None : node.isOpen ? open.Expanded : open.Collapsed;
    const item = new vscode.TreeItem(node.label, state);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    item.tooltip = node.tooltip ?? [node.label, node.description].filter(Boolean).join(" · ");
    const icon = iconOf(node.icon);
    if (icon) item.iconPath = icon;
    if (node.can !== undefined) item.contextValue = node.can;
    if (node.command) item.command = { command: node.command.id, title: node.command.title, arguments: [shown] };
    const said = [node.label, wordOf(node.icon), node.description].filter(Boolean).join(", ");
    item.accessibilityInformation = { label: said };
    return item;
  }

  /** Redraws if something looks different. */
  redraw(): void {
    const title = shownLine(this.#source.title?.() ?? "");
    if ((this.view.description ?? "") !== title) this.view.description = title;
    const badge = this.#source.badge?.();
    if (this.view.badge?.value !== badge?.value) this.view.badge = badge;
    if (this.#take()) this.#changed.fire();
  }

  dispose(): void {
    void this.#shown?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** True if the rows differ from the drawn ones. */
  #take(): boolean {
    const nodes = this.#source.nodes();
    const drawn = JSON.stringify(nodes);
    if (drawn === this.#drawn) return false;
    this.#nodes = nodes;
    this.#drawn = drawn;
    return true;
  }

  #visibilityChanged(): void {
    if (this.view.visible === (this.#shown !== undefined)) return;
    if (!this.view.visible) {
      void this.#shown?.dispose();
      this.#shown = undefined;
      return;
    }
    this.#shown = this.#source.shown(() => this.redraw());
    this.redraw();
  }
}

/** The status as a word, for those who do not see the icon. */
function wordOf(icon: NodeIcon): string | undefined {
  switch (icon) {
    case "ok":
      return l10n.t("ok");
    case "degraded":
      return l10n.t("degraded");
    case "blocked":
      return l10n.t("blocked");
    case "unknown":
      return l10n.t("unknown");
    case "off":
      return l10n.t("off");
    case "stale":
      return l10n.t("out of date");
    case "notSent":
      return l10n.t("not sent");
    case "skipped":
      return l10n.t("skipped");
    case "waiting":
      return l10n.t("under way");
    case "starting":
      return l10n.t("starting");
    case "tenantEmpty":
      return l10n.t("no sender");
    case "tenantInactive":
      return l10n.t("not active");
    case "lock":
      return l10n.t("locked");
    case "data":
    case "tenant":
    case "more":
    case "none":
      return undefined;
    default:
      return assertNever(icon);
  }
}

function iconOf(icon: NodeIcon): vscode.ThemeIcon | undefined {
  const coloured = (id: string, colour: string) => new vscode.ThemeIcon(id, new vscode.ThemeColor(colour));
  switch (icon) {
    case "ok":
      return coloured("pass-filled", "testing.iconPassed");
    case "degraded":
      return coloured("warning", "problemsWarningIcon.foreground");
    case "blocked":
      return coloured("error", "problemsErrorIcon.foreground");
    case "unknown":
      return coloured("question", "problemsWarningIcon.foreground");
    case "off":
      return coloured("circle-slash", "disabledForeground");
    case "stale":
      return coloured("history", "disabledForeground");
    case "notSent":
      return coloured("circle-large-outline", "problemsWarningIcon.foreground");
    case "skipped":
      return coloured("debug-step-over", "disabledForeground");
    case "waiting":
    case "starting":
      return new vscode.ThemeIcon("loading~spin");
    case "data":
      return new vscode.ThemeIcon("database");
    case "tenant":
      return new vscode.ThemeIcon("organization");
    case "tenantEmpty":
      return coloured("warning", "problemsWarningIcon.foreground");
    case "tenantInactive":
      return coloured("circle-slash", "problemsWarningIcon.foreground");
    case "lock":
      return coloured("lock", "problemsErrorIcon.foreground");
    case "more":
      return new vscode.ThemeIcon("ellipsis");
    case "none":
      return undefined;
    default:
      return assertNever(icon);
  }
}
