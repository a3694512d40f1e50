import * as l10n from "@vscode/l10n";

/** Entry of `dist/layers.js`: what the lights mean and how to draw them. Loaded when there is something to show. */
export { accusationsOf } from "../problems/accusedLines";
export { statusText } from "../status/statusText";
export { layerNodes } from "./layersTree";

/** Sets the reader's texts: this bundle has its own copy of the library. */
export function configureTexts(contents: Record<string, string>): void {
  l10n.config({ contents });
}
