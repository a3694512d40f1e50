import type { ShownFinding } from "./layerProblems";
import { layerNodes } from "./layersTree";
import type { LiveStack } from "./liveStack";
import type { Signal } from "../common/signal";
import { NodeTreeView } from "./treeView";

export const createLayersView = (
  stack: LiveStack,
  findings: { changed: Signal; shown(): readonly ShownFinding[] },
): NodeTreeView =>
  new NodeTreeView("messaging.layers", {
    nodes: () => layerNodes({ state: stack.state, findings: findings.shown(), now: Date.now() }),
    shown: (redraw) => {
      const parts = [stack.changed.subscribe(redraw), findings.changed.subscribe(redraw), stack.watch()];
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });
