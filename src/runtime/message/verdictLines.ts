import * as l10n from "@vscode/l10n";
import type { LayerLine, LayerMark } from "./layerLine";
import { titleWithCode } from "../../common/codedTitle";
import { MOCK_MODE } from "./messageVerdict";
import type { Layer } from "./messageEvents";
import type { MessageVerdict } from "./messageVerdict";

export const notReached = (layer: Layer): LayerLine => ({ layer, mark: "not-reached", text: l10n.t("not reached") });

/** Marks the lines by the verdict's layer: the message passed the layers before it and did not reach those after it. */
export function linesByVerdict(lines: readonly LayerLine[], verdict: MessageVerdict): LayerLine[] {
  const { layer: stop, outcome, title } = verdict;
  const mark = markOf(verdict);
  const at = lines.findIndex(({ layer }) => layer === stop);
  if (at < 0 || outcome === "ok" || outcome === "unknown") return [...lines];
  if (outcome === "degraded") {
    return lines.map((line, index) => (index === at && line.mark === "passed" ? { ...line, mark: "degraded" } : line));
  }
  return lines.map((line, index): LayerLine => {
    if (index > at) return notReached(line.layer);
    if (index < at) return line.mark === "degraded" ? line : { ...line, mark: "passed" };
    // The layer's own words say why it stopped there; of a time-out or a skip they would say a refusal.
    const isSaid = mark === "stopped" ? line.mark === "stopped" || line.mark === "not-sent" : line.mark === mark;
    return isSaid ? line : { ...line, mark, text: titleWithCode(title) };
  });
}

function markOf({ outcome, cause }: MessageVerdict): LayerMark {
  if (outcome === "ambiguous") return "unknown";
  if (outcome === "skipped") return "skipped";
  return cause === MOCK_MODE ? "not-sent" : "stopped";
}
