import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { maskStart } from "../../common/masking";
import { fencedBlock, inlineMarkdown } from "../../common/shown/markdown";
import type { CommandMap } from "../../host/commandIds";
import type { QueueSection } from "../../operations/queue/peekQueue";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";

/** Characters of a body; SQS takes a megabyte. */
const SHOWN_BODY = 10_000;

export function getQueueCommands(context: CommandContext, documents: Documents): CommandMap {
  const { operations, notifier } = context;
  return {
    "messaging.queue.peek": async () => {
      const sections = await context.perform(l10n.t("Peek queue"), (environment, operation) =>
        operations().peekQueue(environment, operations().queueParts, operation),
      );
      if (!sections) return undefined;
      await documents.open("queue.md", documentOf(sections));
      return sections.reduce((sum, { messages }) => sum + messages.length, 0);
    },
    "messaging.queue.redrive": async () => {
      const result = await context.perform(l10n.t("Redrive DLQ"), (environment, operation) =>
        operations().redriveQueue(environment, operation),
      );
      if (!result) return 0;
      await context.refresh();
      void notifier.info(
        result.dead === 0 ? l10n.t("The dead-letter queue is empty.") : l10n.t("Back in the queue: {0}.", result.moved),
      );
      return result.moved;
    },
    "messaging.queue.create": async () => {
      const queue = await context.perform(l10n.t("Create queue"), (environment, operation) =>
        operations().createQueue(environment, operation),
      );
      if (!queue) return undefined;
      await context.refresh();
      void notifier.info(l10n.t("The queue exists: {0}", queue.name));
      return queue.name;
    },
  };
}

function documentOf(sections: readonly QueueSection[]): string {
  const text = sections.flatMap(({ part, messages }) => [
    `## ${titleOf(part)} (${messages.length})`,
    "",
    ...messages.flatMap(describe),
  ]);
  const isEmpty = sections.every(({ messages }) => messages.length === 0);
  const shown = isEmpty ? [l10n.t("The queue and its dead-letter queue are empty."), ""] : text;
  return [`# ${l10n.t("Messages in the queue")}`, "", ...shown].join("\n");
}

function titleOf(part: QueueSection["part"]): string {
  switch (part) {
    case "queue":
      return l10n.t("Queue");
    case "ready":
      return l10n.t("Ready");
    case "in-flight":
      return l10n.t("In flight");
    case "delayed":
      return l10n.t("Delayed");
    case "dead":
      return l10n.t("Dead (DLQ)");
  }
}

/** One message as Markdown, its numbers masked. */
function describe({ messageId, traceId, sentAt, receiveCount, body }: QueueSection["messages"][number]): string[] {
  const parts = [clockTime(sentAt), traceId, messageId, receivedText(receiveCount)];
  const head = `- ${inlineMarkdown(parts.filter(Boolean).join(" · "))}`;
  return [head, "", fencedBlock(maskStart(pretty(body), SHOWN_BODY), "json"), ""];
}

const receivedText = (count: number) => (count === 1 ? l10n.t("received once") : l10n.t("received {0} times", count));

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
