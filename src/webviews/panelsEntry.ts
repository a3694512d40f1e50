import * as l10n from "@vscode/l10n";

/** Entry of `dist/panels.js`: the pages in tabs of the editor. Loaded when the first one opens. */
export { InquiryPanel } from "./inquiryPanel";
export { PhonePanel } from "./phonePanel";
export { TracePanel } from "./tracePanel";

/** Sets the reader's texts: this bundle has its own copy of the library. */
export function configureTexts(contents: Record<string, string>): void {
  l10n.config({ contents });
}
