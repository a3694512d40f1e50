import * as l10n from "@vscode/l10n";
import { placedTitle } from "../../common/codedTitle";
import { layerTitle } from "../../runtime/message/layerLines";
import type { LightLayer } from "../../targets/layers/layerFact";
import type { PresentProblem } from "./check";
import type { Present } from "./present";

export const titleOfLayer = (layer: LightLayer): string => (layer === "data" ? l10n.t("Data") : layerTitle[layer]);

/** "Worker: The worker does not run" */
export const problemText = ({ layer, title }: Pick<PresentProblem, "layer" | "title">): string =>
  placedTitle(titleOfLayer(layer), title);

/** One line per problem, with the layer's own words and the next step. */
const problemLine = (problem: PresentProblem): string =>
  [problemText(problem), problem.detail, problem.nextStep].filter(Boolean).join(" · ");

/** One line per thing that is wrong or cannot be looked at; a single line if neither is the case. */
export function presentLines({ wrong, unknown }: Present): string[] {
  const lines = [...wrong.map(problemLine), ...unknown.map(problemText)];
  return lines.length > 0 ? lines : [l10n.t("The layers are in order.")];
}
