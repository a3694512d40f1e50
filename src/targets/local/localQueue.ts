import { clientName } from "../../common/shown/clientName";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Poller } from "../../runtime/queue/pollerRegistry";
import type { QueueTaker, QueueTarget } from "../environment";
import type { QueueWriter } from "../writers";

/** The stack's own worker identifies itself in its user agent. */
export const isStacksWorker = (userAgent: string) => userAgent.includes("messaging-worker/");

const consumerOf = ({ userAgent, openPolls, lastReceivedAt }: Poller): QueueTaker => ({
  name: clientName(userAgent),
  isPolling: openPolls > 0,
  ...(lastReceivedAt !== undefined && { lastReceivedAt }),
});

/** The stack reads its own queue: unlike AWS it can show messages without receiving them. */
export const createLocalQueue = (client: StackClient): QueueTarget & QueueWriter => ({
  measure: async (signal) => {
    const { name, url, region, endpoint, redrive, counts, pollers } = (await client.snapshot(signal)).queue;
    const otherConsumers = pollers
      .filter(({ userAgent, queueName }) => queueName === name && !isStacksWorker(userAgent))
      .map(consumerOf);
    const common = { name, url, region, endpoint, otherConsumers };
    if (counts) return { ...common, counts, redrive: redrive ?? null };
    const code = "AWS.SimpleQueueService.NonExistentQueue";
    return { ...common, error: { code, message: `The specified queue does not exist: ${name}` } };
  },
  check: () => Promise.resolve({ problems: [] }),
  receive: async (limit, from) => {
    const messages = await client.peek(from === "queue" ? "ready" : "dead", limit);
    return messages.map(({ messageId, body, receiveCount, sentAt }) => ({ messageId, body, receiveCount, sentAt }));
  },
  enqueue: async (body) => ({ messageId: (await client.enqueue(body)).messageId }),
  create: async () => void (await client.createQueues()),
  peek: (part, limit) => client.peek(part, limit),
  redrive: async (limit, only) => {
    const ids = only ?? (await client.peek("dead", limit)).map(({ messageId }) => messageId);
    return ids.length === 0 ? 0 : (await client.redrive([...ids])).length;
  },
});
