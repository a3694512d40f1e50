import { clientName } from "../../common/shown/clientName";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Poller } from "../../runtime/queue/pollerRegistry";
import type { QueueTaker, QueueTarget } from "../environment";
import type { QueueWriter } from "../writers";

/** The stack's own worker identifies itself in its user agent. */
export const isStacksWorker = (userAgent: string) => userAgent.includes("messaging-worker/");

const consumerOf = ({ userAgent, openPolls, lastReceivedAt, receivedMessages }: Poller): QueueTaker => ({
  name: clientName(userAgent),
  isPolling: openPolls > 0,
  taken: receivedMessages,
  ...(lastReceivedAt !== undefined && { lastReceivedAt }),
});

function consumersOf({ name, pollers }: StackSnapshot["queue"], isOwnRunning: boolean) {
  const all = pollers.filter(({ queueName }) => queueName === name);
  const own = all.filter(({ userAgent }) => isStacksWorker(userAgent));
  return {
    otherConsumers: all.filter((poller) => !own.includes(poller)).map(consumerOf),
    ...(isOwnRunning && { ownTaken: own.reduce((sum, { receivedMessages }) => sum + receivedMessages, 0) }),
  };
}

/** The stack reads its own queue: unlike AWS it can show messages without receiving them. */
export const createLocalQueue = (client: StackClient): QueueTarget & QueueWriter => ({
  measure: async (signal) => {
    const { queue, worker } = await client.snapshot(signal);
    const { name, url, region, endpoint, redrive, counts } = queue;
    const common = { name, url, region, endpoint, ...consumersOf(queue, worker.state === "running") };
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
