import type { SequencedEvent } from "../runtime/eventHub";
import type { MessageTrace } from "../runtime/messageTrace";
import type { StackClient } from "../runtime/stackClient";
import type { ApiAnswer, SendRequest } from "../runtime/stackContract";

export interface FollowedSend {
  answer: ApiAnswer;
  /** One a recipient; for a refused request the request's own. */
  traces: MessageTrace[];
  /** False where the time was up before every message had come to an end. */
  settled: boolean;
}

/**
 * Sends through the API and follows the messages by their events until each has come to an end: the row was written, or
 * nobody will write one. A message that is retried has an answer too: not now.
 */
export async function sendAndFollow(
  client: StackClient,
  tenantCode: string,
  request: SendRequest,
  timeoutMs: number,
): Promise<FollowedSend> {
  const { seq } = await client.snapshot();
  const timeout = AbortSignal.timeout(timeoutMs);
  const events = client.events(seq, timeout);
  const answer = await client.send(tenantCode, request);
  const open = new Set(answer.traceIds);
  while (open.size > 0) {
    const { value, done } = await events.next();
    if (done) break;
    if (open.has(value.traceId) && isEnd(value)) open.delete(value.traceId);
  }
  await events.return(undefined);
  const ids = answer.traceIds.length > 0 ? answer.traceIds : [answer.requestId];
  const traces = await Promise.all(ids.map((id) => client.trace(id).catch(() => undefined)));
  return { answer, traces: traces.filter((trace) => trace !== undefined), settled: open.size === 0 };
}

function isEnd({ type }: SequencedEvent): boolean {
  switch (type) {
    case "worker.logged":
    case "worker.retrying":
    case "worker.dead-lettered":
    case "api.enqueue-failed":
    case "queue.dead-lettered":
      return true;
    case "worker.skipped":
      return false; // its row follows, or its deletion
    case "queue.deleted":
      return true;
    default:
      return false;
  }
}
