import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";

/** Passes VS Code's texts to the core, which does not know VS Code. Called once, at activation. */
export function configureEditorLanguage(): "en" | "ko" {
  const { bundle } = vscode.l10n;
  if (bundle) l10n.config({ contents: bundle });
  return vscode.env.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}
