import { shownLine, shownText } from "../common/shown/shownLine";

/** A row's icon: a status, or a plain thing. Screen readers read the word. */
export type NodeIcon =
  | "ok"
  | "degraded"
  | "blocked"
  | "unknown"
  | "off"
  | "stale"
  | "notSent"
  | "skipped"
  | "waiting"
  | "starting"
  | "data"
  | "tenant"
  | "tenantEmpty"
  | "tenantInactive"
  | "more"
  | "lock"
  | "none";

/** One row of a tree as plain data, which the views draw and the tests compare. */
export interface TreeNode {
  /** Identifies the row across redraws: VS Code keeps rows expanded by it. */
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  icon: NodeIcon;
  /** The row's capabilities, separated by spaces; package.json's menus match them. */
  can?: string;
  isOpen?: boolean;
  /** Runs on a click. */
  command?: { id: string; title: string };
  traceId?: string;
  /** Of a send to several. */
  requestId?: string;
  tenantCode?: string;
  /** Of a finding: the diagnosis' cause id. */
  cause?: string;
  children?: TreeNode[];
}

/** Names of queues, containers and tenants, and words of logs and answers, are foreign text. */
export const shownNode = (node: TreeNode): TreeNode => ({
  ...node,
  label: shownLine(node.label),
  ...(node.description !== undefined && { description: shownLine(node.description) }),
  ...(node.tooltip !== undefined && { tooltip: shownText(node.tooltip) }),
});

const symbols: Record<NodeIcon, string> = {
  ok: "✔",
  degraded: "!",
  blocked: "✖",
  unknown: "?",
  off: "○",
  stale: "◷",
  notSent: "◌",
  skipped: "•",
  waiting: "…",
  starting: "…",
  data: "●",
  tenant: "·",
  tenantEmpty: "●",
  tenantInactive: "⊘",
  more: "+",
  lock: "🔒",
  none: " ",
};

/** The rows as text, two spaces per level, for tests and reports. */
export const treeText = (nodes: readonly TreeNode[], level = 0): string =>
  nodes
    .map((node) => {
      const { icon, label, description, children = [] } = node;
      const line = `${"  ".repeat(level)}${symbols[icon]} ${label}${description ? `  ${description}` : ""}`.trimEnd();
      return children.length > 0 ? `${line}\n${treeText(children, level + 1)}` : line;
    })
    .join("\n");
