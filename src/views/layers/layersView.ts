import type { Signal } from "../../common/signal";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { ShownFinding } from "../../window/findings/findingStore";
import { layerNodes } from "./layersTree";
import type { LiveLayers } from "../../window/environments/liveLayers";
import { NodeTreeView } from "../treeView";

export const createLayersView = (
  layers: LiveLayers,
  known: () => readonly MessageTrace[],
  findings: { changed: Signal; shown(): readonly ShownFinding[] },
): NodeTreeView =>
  new NodeTreeView("messaging.layers", {
    nodes: () => layerNodes({ state: layers.state, traces: known(), findings: findings.shown(), now: Date.now() }),
    title: () => titleOf(layers),
    shown: (redraw) => {
      const parts = [layers.changed.subscribe(redraw), findings.changed.subscribe(redraw), layers.watch()];
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });

/** Beside the view's name: which environment it shows. The lock of production has a row of its own. */
function titleOf({ state }: LiveLayers): string {
  if (state.kind === "invalid") return state.name;
  const isMeasured = state.kind === "live" || state.kind === "gone";
  return (isMeasured && state.snapshot?.name) || "";
}
