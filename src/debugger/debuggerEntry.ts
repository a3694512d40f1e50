/** The bundle `dist/debugger.js`: the debug adapter, for VS Code in its extension host and for others on stdio. */
import * as l10n from "@vscode/l10n";

export { createDebugSession, serveDebugSession } from "./debugSessions";

/** A bundle has its own copy of the l10n texts. Empty: English. */
export const configureTexts = (contents: Record<string, string>): void => l10n.config({ contents });
