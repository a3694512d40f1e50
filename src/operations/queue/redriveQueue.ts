import * as l10n from "@vscode/l10n";
import { formatDuration } from "../../common/durations";
import { ExpectedError } from "../../common/errors";
import { maskNumber } from "../../common/masking";
import type { Environment, QueueMessage, QueueTarget } from "../../targets/environment";
import { recipientOf } from "../../targets/safety/recipients";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";
import { receiveMessages } from "./peekQueue";

/** Maximum number of messages per redrive. */
const REDRIVEN = 1_000;
/** Number of messages listed before the confirmation. */
const LISTED = 10;

/** `dead`: the number of dead messages before the redrive. */
export interface RedriveResult {
  dead: number;
  moved: number;
}

/**
 * Moves dead messages back to the queue: the worker sends them, however old they are. So the confirmation lists them,
 * and no other message is moved. Where only a receive shows messages, the user may go without the list.
 * Undefined: the user cancelled. Errors: `redrive-incomplete`, and those of the guard and of the queue.
 */
export async function redriveQueue(
  environment: Environment,
  context: OperationContext,
): Promise<RedriveResult | undefined> {
  const queue = queueOf(environment);
  const dead = await deadOf(queue, context.signal);
  if (dead === 0) return { dead, moved: 0 };
  const messages = await messagesToMove(environment, queue, dead, context);
  if (!messages) return undefined;
  const only = messages === "unseen" ? undefined : messages.map(({ messageId }) => messageId);
  const count = only?.length ?? Math.min(dead, REDRIVEN);
  if (count === 0) return { dead, moved: 0 };
  const write = { kind: "redrive", limit: REDRIVEN, ...(only && { only }) } as const;
  const target = await requestWrite(environment, write, context, {
    warning: [
      ...(messages === "unseen" ? [] : listed(messages, context.language)),
      l10n.t(
        "Each is copied to the queue first and removed from the dead-letter queue after. The worker takes them at once.",
      ),
    ].join("\n"),
    action: l10n.t("Redrive {0}", count),
  });
  return target && { dead, moved: await target.write(context.signal) };
}

function queueOf({ queue, name }: Environment): QueueTarget {
  if (queue) return queue;
  throw new ExpectedError("not-offered", l10n.t("{0} has no queue in its settings", name), l10n.t("Add it there."));
}

/** Number of dead messages, from attributes alone. */
async function deadOf(queue: QueueTarget, signal: AbortSignal): Promise<number> {
  const { counts, refusal } = await queue.measure(signal);
  if (refusal) throw refusal;
  return counts?.dead ?? 0;
}

/** Undefined: the user cancelled. */
async function messagesToMove(
  environment: Environment,
  queue: QueueTarget,
  dead: number,
  context: OperationContext,
): Promise<readonly QueueMessage[] | "unseen" | undefined> {
  if (queue.peek) return queue.peek("dead", REDRIVEN, context.signal);
  const title = l10n.t("Dead messages in {0}: {1}", environment.name, dead);
  const way = await context.interaction.choose(title, [
    {
      label: l10n.t("Look at them first"),
      description: l10n.t("receives them and gives them back: their receive counts rise"),
      value: "look" as const,
    },
    {
      label: l10n.t("Redrive without a look"),
      description: l10n.t("whatever they are: the worker sends them to their recipients"),
      value: "unseen" as const,
    },
  ]);
  return way === "look" ? receiveMessages(environment, "dead-letter queue", context, REDRIVEN) : way;
}

/** Time, recipient (masked) and age of each message. */
function listed(messages: readonly QueueMessage[], language: string): string[] {
  const now = Date.now();
  const lines = messages.slice(0, LISTED).map(({ sentAt, body }) => {
    const to = recipientOf(body);
    const who = to === undefined ? l10n.t("recipient unknown") : maskNumber(to);
    const age = l10n.t("{0} old", formatDuration(now - sentAt));
    return [new Date(sentAt).toLocaleString(language), who, age].join(" · ");
  });
  const more = messages.length - lines.length;
  return more > 0 ? [...lines, l10n.t("and {0} more", more)] : lines;
}
