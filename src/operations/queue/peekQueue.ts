import * as l10n from "@vscode/l10n";
import type { PeekedMessage, QueuePart } from "../../runtime/queue/queueServer";
import type { Environment, QueueMessage } from "../../targets/environment";
import { requestWrite } from "../environment/requestWrite";
import type { OperationContext } from "../operation";

/** Low, because receiving raises receive counts. */
const RECEIVED = 10;
const PEEKED = 100;

export interface QueueSection {
  /** `queue`: all receivable messages, where the parts cannot be told apart. */
  part: QueuePart | "queue";
  messages: readonly (QueueMessage & Partial<Pick<PeekedMessage, "traceId">>)[];
}

export const queueParts: readonly QueuePart[] = ["ready", "in-flight", "delayed", "dead"];

/**
 * Shows the messages of the queue and its dead-letter queue, without receiving them where the queue supports that.
 * Elsewhere, as at AWS, a message is only visible by a receive, which raises its receive count: the user confirms it
 * for each queue. Undefined: the user cancelled. Errors: those of the guard and of the queue.
 */
export async function peekQueue(
  environment: Environment,
  parts: readonly QueuePart[],
  context: OperationContext,
): Promise<QueueSection[] | undefined> {
  const { queue } = environment;
  if (queue?.peek) {
    const peek = queue.peek;
    return Promise.all(parts.map(async (part) => ({ part, messages: await peek(part, PEEKED, context.signal) })));
  }
  const wanted = [...(parts.some((part) => part !== "dead") ? ["queue" as const] : [])];
  const sections: QueueSection[] = [];
  for (const part of [...wanted, ...(parts.includes("dead") ? ["dead" as const] : [])]) {
    const messages = await receiveMessages(environment, part === "dead" ? "dead-letter queue" : "queue", context);
    if (!messages) return undefined;
    sections.push({ part, messages });
  }
  return sections;
}

/** Receives messages and gives them back. Undefined: the user cancelled. */
export async function receiveMessages(
  environment: Environment,
  from: "queue" | "dead-letter queue",
  context: OperationContext,
  limit = RECEIVED,
): Promise<QueueMessage[] | undefined> {
  const warning = l10n.t(
    "SQS shows a message only by handing it out. It is given back at once, but its receive count has risen: one that was received too often moves to the dead-letter queue.",
  );
  const target = await requestWrite(environment, { kind: "receive", limit, from }, context, { warning });
  return target?.write(context.signal);
}
