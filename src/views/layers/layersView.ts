import { faultsText } from "../../common/text/counts";
import type { Signal } from "../../common/signal";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { ShownFinding } from "../../window/findings/findingStore";
import type * as LayersEntry from "./layersEntry";
import type { LiveLayers } from "../../window/environments/liveLayers";
import { NodeTreeView } from "../treeView";

export const createLayersView = (
  layers: LiveLayers,
  module: () => typeof LayersEntry,
  known: () => readonly MessageTrace[],
  findings: { changed: Signal; shown(): readonly ShownFinding[] },
): NodeTreeView =>
  new NodeTreeView("messaging.layers", {
    nodes: () => {
      const { state } = layers;
      if (state.kind === "absent") return [];
      return module().layerNodes({ state, traces: known(), findings: findings.shown(), now: Date.now() });
    },
    badge: () => {
      const faults = (layers.state.kind === "live" && layers.state.snapshot?.faults?.length) || 0;
      if (faults === 0) return undefined;
      return { value: faults, tooltip: faultsText(faults) };
    },
    title: () => titleOf(layers),
    shown: (redraw) => {
      const parts = [layers.changed.subscribe(redraw), findings.changed.subscribe(redraw), layers.watch()];
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });

/** Shows the environment beside the view's name. The lock of production has a row of its own. */
function titleOf({ state }: LiveLayers): string {
  if (state.kind === "invalid") return state.name;
  const isMeasured = state.kind === "live" || state.kind === "gone";
  return (isMeasured && state.snapshot?.name) || "";
}
