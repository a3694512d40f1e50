import type { LiveLayers } from "../../window/environments/liveLayers";
import type { TenantPages } from "../../window/environments/tenantPages";
import { tenantNodes } from "./tenantsTree";
import { NodeTreeView } from "../treeView";

export const createTenantsView = (layers: LiveLayers, pages: TenantPages): NodeTreeView =>
  new NodeTreeView("messaging.tenants", {
    nodes: () => tenantNodes(pages.loaded),
    shown: (redraw) => {
      const parts = [
        pages.changed.subscribe(redraw),
        layers.changed.subscribe(() => void pages.follow()),
        layers.watch(),
      ];
      void pages.follow();
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });
