import pc from "picocolors";
import { formatDuration } from "../../common/durations";
import { layerTitle } from "../../runtime/message/layerLines";
import type { LayerLine, LayerMark } from "../../runtime/message/layerLine";
import { padCells } from "../output";

const symbol: Record<LayerMark, string> = {
  passed: pc.green("✔"),
  degraded: pc.yellow("!"),
  stopped: pc.red("✖"),
  "not-sent": pc.yellow("◌"),
  skipped: pc.dim("•"),
  unknown: pc.yellow("?"),
  "not-reached": pc.dim("·"),
};

/** The lines for a terminal: layers not reached are dim, times align in one column. */
export function renderLayerLines(lines: readonly LayerLine[]): string[] {
  return lines.map(({ layer, mark, text, elapsedMs }) => {
    const time = elapsedMs === undefined ? "" : formatDuration(elapsedMs).padStart(8);
    const line = `  ${symbol[mark]} ${padCells(layerTitle[layer], 8)}${padCells(text, 52)}${time}`.trimEnd();
    return mark === "not-reached" ? pc.dim(line) : line;
  });
}
