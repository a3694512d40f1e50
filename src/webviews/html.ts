import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

export interface PageOptions {
  title: string;
  /** `dist/webviews/<script>.js` */
  script: "trace" | "phone" | "inquiry";
  /** Whether `dist/webviews/<script>.css` is there too. */
  hasStyle?: boolean;
  /** BCP 47, for screen readers and line breaks. */
  language: string;
}

/** Where a page may load from: its script and its style only. */
export const pageRoots = (extensionUri: vscode.Uri): vscode.Uri[] => [
  vscode.Uri.joinPath(extensionUri, "dist", "webviews"),
  vscode.Uri.joinPath(extensionUri, "media"),
];

/** VS Code does not recolour a tab's icon: one file for each kind of theme. */
export const pageIcon = (extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } => ({
  light: vscode.Uri.joinPath(extensionUri, "media", "tabLight.svg"),
  dark: vscode.Uri.joinPath(extensionUri, "media", "tabDark.svg"),
});

/** An empty page that loads one script and one style sheet; its content arrives as messages. */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, options: PageOptions): string {
  const nonce = randomBytes(16).toString("base64");
  const uri = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const own = options.hasStyle ? [uri("dist", "webviews", `${options.script}.css`)] : [];
  const styles = [uri("media", "webview.css"), ...own];
  return `<!DOCTYPE html>
<html lang="${escape(options.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `<link rel="stylesheet" href="${escape(style)}">`).join("\n")}
<title>${escape(options.title)}</title>
</head>
<body>
<main id="page"></main>
<script nonce="${nonce}" src="${escape(uri("dist", "webviews", `${options.script}.js`))}"></script>
</body>
</html>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
