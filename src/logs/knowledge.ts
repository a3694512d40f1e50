import * as l10n from "@vscode/l10n";

/** Entry of `dist/knowledge.js`: what is known of log lines, codes and texts, and what the pages show. Big, and loaded at its first use. */
export { createAnnotator } from "./annotator";
export type { Annotation, Annotator } from "./annotator";
export { explainCode, findCodes } from "./codes";
export type { CodeExplanation, FoundCode } from "./codes";
export { compareView } from "../webviews/models/compareView";
export { draftView, phoneView } from "../webviews/models/phoneView";
export { traceView } from "../webviews/models/traceView";

/** The reader's texts: this bundle has its own copy of the library. */
export function configureKnowledgeTexts(contents: Record<string, string>): void {
  l10n.config({ contents });
}
