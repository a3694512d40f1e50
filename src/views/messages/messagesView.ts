import type { Signal } from "../../common/signal";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { OutcomeCounts } from "../../runtime/message/registry/sendTallies";
import type { LiveLayers } from "../../window/environments/liveLayers";
import { messageNodes } from "./messagesTree";
import { NodeTreeView } from "../treeView";

/** The environment's messages, newest first, and a signal for changes. */
export interface KnownMessages {
  readonly changed: Signal;
  readonly known: readonly MessageTrace[];
  /** The sends to several, by request. */
  readonly sends: ReadonlyMap<string, OutcomeCounts>;
}

export const createMessagesView = (layers: LiveLayers, messages: KnownMessages): NodeTreeView =>
  new NodeTreeView("messaging.messages", {
    nodes: () => messageNodes(messages.known, messages.sends),
    shown: (redraw) => {
      const parts = [messages.changed.subscribe(redraw), layers.changed.subscribe(redraw), layers.watch()];
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });
