import type { MessageEventType } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { StackClient } from "../../runtime/control/stackClient";

/** After these nothing more happens to a message by itself. */
const ends = new Set<MessageEventType>([
  "worker.logged",
  "worker.retrying",
  "worker.dead-lettered",
  "api.enqueue-failed",
  "queue.dead-lettered",
  "queue.deleted",
]);

/**
 * Listens, then lets `deliver` send, and follows what it gives the trace ids of to their ends, or as far as they came
 * when the time is up. `since`: the event from which on ends count, where they may have come already.
 */
export async function follow(
  client: StackClient,
  timeoutMs: number,
  deliver: () => Promise<readonly string[]>,
  since?: number,
): Promise<MessageTrace[]> {
  const events = client.events(since ?? (await client.snapshot()).seq, AbortSignal.timeout(timeoutMs));
  try {
    const traceIds = await deliver();
    const open = new Set(traceIds);
    while (open.size > 0) {
      const { value, done } = await events.next();
      if (done) break;
      if (ends.has(value.type)) open.delete(value.traceId);
    }
    const traces = await Promise.all(traceIds.map((id) => client.trace(id).catch(() => undefined)));
    return traces.filter((trace) => trace !== undefined);
  } finally {
    await events.return(undefined);
  }
}
