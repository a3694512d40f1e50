import * as l10n from "@vscode/l10n";

/**
 * Entry point of `dist/knowledge.js`: explains log lines, codes and texts, and holds the content of the pages and of the send form. The
 * bundle is large, so it is loaded on first use.
 */
export { createAnnotator } from "./annotator";
export type { Annotation, Annotator } from "./annotator";
export { explainCode, findCodes } from "./codes";
export type { CodeExplanation, FoundCode } from "./codes";
export { sendFormProblem, sendFormRows, sendToText, startText } from "../views/sendForm/sendFormRows";
export { compareView } from "../webviews/models/compareView";
export { draftView, phoneView, sizeOfText } from "../webviews/models/phoneView";
export { traceView } from "../webviews/models/traceView";

/** Sets the texts in the user's language: this bundle has its own copy of the library. */
export function configureTexts(contents: Record<string, string>): void {
  l10n.config({ contents });
}
