/** How a row looks: a status, or a plain thing. The word is what a screen reader says. */
export type NodeIcon =
  | "ok"
  | "degraded"
  | "blocked"
  | "unknown"
  | "off"
  | "stale"
  | "notSent"
  | "waiting"
  | "starting"
  | "data"
  | "tenant"
  | "tenantEmpty"
  | "more"
  | "lock"
  | "none";

/** One row of a tree, as plain data: what the views draw and the tests compare. */
export interface TreeNode {
  /** The same as long as it is the same row: VS Code keeps what is open by it. */
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  icon: NodeIcon;
  /** What the row can do, words separated by spaces; package.json's menus look for them. */
  can?: string;
  isOpen?: boolean;
  /** Run by a click. */
  command?: { id: string; title: string };
  traceId?: string;
  tenantCode?: string;
  /** Of a finding: its cause in the diagnosis' vocabulary. */
  cause?: string;
  children?: TreeNode[];
}

const symbols: Record<NodeIcon, string> = {
  ok: "✔",
  degraded: "!",
  blocked: "✖",
  unknown: "?",
  off: "○",
  stale: "◷",
  notSent: "◌",
  waiting: "…",
  starting: "…",
  data: "●",
  tenant: "·",
  tenantEmpty: "●",
  more: "+",
  lock: "🔒",
  none: " ",
};

/** The rows as text, two spaces a level: what tests and reports show. */
export const treeText = (nodes: readonly TreeNode[], level = 0): string =>
  nodes
    .map((node) => {
      const { icon, label, description, children = [] } = node;
      const line = `${"  ".repeat(level)}${symbols[icon]} ${label}${description ? `  ${description}` : ""}`.trimEnd();
      return children.length > 0 ? `${line}\n${treeText(children, level + 1)}` : line;
    })
    .join("\n");
