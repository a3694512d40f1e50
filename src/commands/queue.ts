import * as l10n from "@vscode/l10n";
import { maskText } from "../common/masking";
import type { PeekedMessage } from "../runtime/queue/queueServer";
import { clockTime } from "../common/clockTime";
import type { CommandContext } from "./context";
import type { Documents } from "./documents";
import type { CommandMap } from "./ids";

export function getQueueCommands(context: CommandContext, documents: Documents): CommandMap {
  return {
    "messaging.queue.peek": async () => {
      const client = await context.client();
      const parts = ["ready", "in-flight", "delayed", "dead"] as const;
      const found = await Promise.all(parts.map(async (part) => ({ part, messages: await client.peek(part) })));
      const text = found.flatMap(({ part, messages }) => [
        `## ${part} (${messages.length})`,
        "",
        ...messages.flatMap(describe),
      ]);
      await documents.open("queue.md", [`# ${l10n.t("Messages in the queue")}`, "", ...text].join("\n"));
      return found.reduce((sum, { messages }) => sum + messages.length, 0);
    },
    "messaging.queue.redrive": async () => {
      const client = await context.client();
      const dead = await client.peek("dead");
      if (dead.length === 0) {
        void context.notifier.info(l10n.t("The dead-letter queue is empty."));
        return 0;
      }
      const isWanted = await context.notifier.confirm(
        l10n.t("Redrive {0} from the dead-letter queue?", dead.length),
        l10n.t(
          "Each is copied to the queue first and removed from the dead-letter queue after. The worker takes them at once.",
        ),
        l10n.t("Copy, then remove"),
      );
      if (!isWanted) return 0;
      const redriven = await client.redrive();
      await context.refresh();
      void context.notifier.info(l10n.t("Back in the queue: {0}.", redriven.length));
      return redriven.length;
    },
  };
}

/** One message as Markdown, its numbers masked. */
function describe({ messageId, traceId, sentAt, receiveCount, body }: PeekedMessage): string[] {
  const head = `- ${clockTime(sentAt)} · ${traceId} · ${messageId} · ${l10n.t("received {0} times", receiveCount)}`;
  return [head, "", "```json", maskText(pretty(body)), "```", ""];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
