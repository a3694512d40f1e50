import * as l10n from "@vscode/l10n";

/** Entry of `dist/knowledge.js`: what is known of log lines, codes and texts. Big, and loaded at its first use. */
export { createAnnotator } from "./annotator";
export type { Annotation, Annotator } from "./annotator";
export { explainCode, findCodes } from "./codes";
export type { CodeExplanation, FoundCode } from "./codes";
export { draftView, phoneView } from "../webviews/models/phoneView";

/** The reader's texts: this bundle has its own copy of the library. */
export function configureTexts(contents: Record<string, string>): void {
  l10n.config({ contents });
}
