import * as l10n from "@vscode/l10n";
import { clockTime } from "../../common/clockTime";
import { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import type { PeekedMessage } from "../../runtime/queue/queueServer";
import type { Environment, QueueMessage, QueueTarget } from "../../targets/environment";
import type { CommandContext } from "../context";
import type { Documents } from "../documents";
import type { CommandMap } from "../../host/commandIds";

/** A look that raises receive counts takes few. */
const RECEIVED = 10;

/** Of one redrive. */
const REDRIVEN = 1_000;

export function getQueueCommands(context: CommandContext, documents: Documents): CommandMap {
  const show = (sections: readonly { title: string; messages: readonly Shown[] }[]) => {
    const text = sections.flatMap(({ title, messages }) => [
      `## ${title} (${messages.length})`,
      "",
      ...messages.flatMap(describe),
    ]);
    return documents.open("queue.md", [`# ${l10n.t("Messages in the queue")}`, "", ...text].join("\n"));
  };
  return {
    "messaging.queue.peek": async () => {
      const sections = context.environment.isLocal ? await peekLocal(context) : await receive(context);
      if (!sections) return undefined;
      await show(sections);
      return sections.reduce((sum, { messages }) => sum + messages.length, 0);
    },
    "messaging.queue.redrive": async () => {
      const environment = await context.environment.open();
      const dead = await deadOf(queueOf(environment));
      if (dead === 0) {
        void context.notifier.info(l10n.t("The dead-letter queue is empty."));
        return 0;
      }
      const what = l10n.t("Redrive {0}", dead);
      const detail = l10n.t(
        "Each is copied to the queue first and removed from the dead-letter queue after. The worker takes them at once.",
      );
      const target = await context
        .operations()
        .requestWrite(environment, { kind: "redrive", limit: REDRIVEN }, context.operation(), {
          warning: detail,
          action: what,
        });
      if (!target) return 0;
      const redriven = await target.write();
      await context.refresh();
      void context.notifier.info(l10n.t("Back in the queue: {0}.", redriven));
      return redriven;
    },
  };
}

type Shown = QueueMessage & Partial<Pick<PeekedMessage, "traceId">>;

function queueOf({ queue, name }: Environment): QueueTarget {
  if (queue) return queue;
  throw new ExpectedError("not-configured", l10n.t("{0} has no queue in its settings", name), l10n.t("Add it there."));
}

/** Dead messages, by attributes alone. */
async function deadOf(queue: QueueTarget): Promise<number> {
  const { counts, refusal } = await queue.measure();
  if (refusal) throw refusal;
  return counts?.dead ?? 0;
}

/** The local queue shows its messages without handing them out. */
async function peekLocal(context: CommandContext) {
  const client = await context.client();
  const titles = {
    ready: l10n.t("Ready"),
    "in-flight": l10n.t("In flight"),
    delayed: l10n.t("Delayed"),
    dead: l10n.t("Dead (DLQ)"),
  };
  const parts = ["ready", "in-flight", "delayed", "dead"] as const;
  return Promise.all(parts.map(async (part) => ({ title: titles[part], messages: await client.peek(part) })));
}

/** SQS shows a message only by handing it out: it is given back at once, and its receive count has risen. */
async function receive(context: CommandContext) {
  const environment = await context.environment.open();
  const warning = l10n.t(
    "SQS shows a message only by handing it out. It is given back at once, but its receive count has risen: one that was received too often moves to the dead-letter queue.",
  );
  const sections = [];
  for (const [from, title] of [
    ["queue", l10n.t("Queue")],
    ["dead-letter queue", l10n.t("Dead (DLQ)")],
  ] as const) {
    const target = await context
      .operations()
      .requestWrite(environment, { kind: "receive", limit: RECEIVED, from }, context.operation(), { warning });
    if (!target) return undefined;
    sections.push({ title, messages: await target.write() });
  }
  return sections;
}

/** One message as Markdown, its numbers masked. */
function describe({ messageId, traceId, sentAt, receiveCount, body }: Shown): string[] {
  const parts = [clockTime(sentAt), traceId, messageId, l10n.t("received {0} times", receiveCount)];
  return [`- ${parts.filter(Boolean).join(" · ")}`, "", "```json", maskText(pretty(body)), "```", ""];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
