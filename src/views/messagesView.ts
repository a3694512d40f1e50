import type { MessageTrace } from "../runtime/messageTrace";
import type { LiveStack } from "./liveStack";
import { messageNodes } from "./messagesTree";
import { NodeTreeView } from "./treeView";

export const createMessagesView = (stack: LiveStack, known: () => readonly MessageTrace[]): NodeTreeView =>
  new NodeTreeView("messaging.messages", {
    nodes: () => messageNodes(known()),
    shown: (redraw) => {
      const parts = [stack.changed.subscribe(redraw), stack.watch()];
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });
