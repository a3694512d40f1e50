import type { StackClient } from "../../runtime/control/stackClient";
import type { QueueTarget } from "../environment";
import type { QueueWriter } from "../writers";

/** The stack looks into its own queue: unlike AWS it can show messages without receiving them. */
export const createLocalQueue = (client: StackClient): QueueTarget & QueueWriter => ({
  measure: async (signal) => {
    const { name, url, region, endpoint, redrive, counts } = (await client.snapshot(signal)).queue;
    const common = { name, url, region, endpoint };
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
  redrive: async (limit) => {
    const dead = await client.peek("dead", limit);
    return dead.length === 0 ? 0 : (await client.redrive(dead.map(({ messageId }) => messageId))).length;
  },
});
