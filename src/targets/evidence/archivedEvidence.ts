import type { Evidence, ProviderMessage } from "../../diagnosis/evidence";
import type { ArchivedMessage } from "../../runtime/archive/archivedMessage";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import { localTimestamp } from "../../common/timeZone";
import { rejectionWords } from "../../runtime/worker/receiving/payloadParser";
import { evidenceOfEvents } from "./eventEvidence";
import { answerOf } from "./tracedAnswer";

/**
 * The evidence about one archived message: what its own events and lines say, and nothing of the present. The state of
 * layers and the tenant's data may have changed since.
 */
export function evidenceOfArchived({ trace, apiLines, mode, ...message }: ArchivedMessage): Evidence {
  const told = evidenceOfEvents([trace]);
  const answer = answerOf(trace);
  const messages = newestOf(told.messages);
  const { events } = trace;
  const isMock = events.some(
    (event) => event.type === "provider.accepted" && event.details.groupId.startsWith("mock-"),
  );
  const env = {
    ...(isMock && { SOLAPI_MOCK: "true" }),
    ...(told.sender?.fallback !== undefined && { SOLAPI_SENDER: told.sender.fallback }),
  };
  const rows = events.flatMap(rowOf);
  const workerLines = [...message.workerLines, ...events.flatMap(lineOfRejection), ...lineOfLostRow(events)];
  return {
    version: 1,
    sentAt: new Date(trace.startedAt).toISOString(),
    collectedAt: new Date(trace.updatedAt).toISOString(),
    ...(mode !== undefined && { request: { message_mode: mode } }),
    ...(answer && {
      api:
        "error" in answer
          ? { error: answer.error, elapsedMs: answer.elapsedMs }
          : {
              status: answer.status,
              body: answer.body,
              elapsedMs: Math.round(answer.elapsedMs),
              ...(apiLines.length > 0 && { logs: apiLines.join("\n") }),
            },
    }),
    ...queuePart(events),
    ...((workerLines.length > 0 || Object.keys(env).length > 0) && {
      worker: {
        ...(workerLines.length > 0 && { logs: workerLines.join("\n") }),
        ...(Object.keys(env).length > 0 && { env }),
      },
    }),
    ...((told.sender || trace.tenantCode !== undefined) && {
      tenant: {
        ...(trace.tenantCode !== undefined && { code: trace.tenantCode }),
        ...(told.sender && { messaging_sender: told.sender.tenantSender }),
      },
    }),
    ...(rows.length > 0 && { notificationLogs: rows }),
    ...(messages.length > 0 && { provider: { messages } }),
    correlation: { method: "trace-id", confidence: 1, others: 0 },
  };
}

/**
 * Nor does its line about a row that it could not write. A worker that reads tenants writes a row before it deletes;
 * where it cannot, it gives the message back although the provider has taken it.
 */
function lineOfLostRow(events: readonly SequencedEvent[]): string[] {
  const hasTenant = events.some((event) => event.type === "worker.claimed" && event.details.tenantCode !== undefined);
  const sent = events.findIndex(({ type }) => type === "provider.accepted");
  if (!hasTenant || sent < 0 || events.some(({ type }) => type === "worker.logged")) return [];
  const ended = events.slice(sent).find(({ type }) => type === "queue.deleted" || type === "worker.retrying");
  if (!ended) return [];
  return [`${localTimestamp(ended.at)} [ERROR] [MESSAGING-WORKER] NotificationLog/rollback failed: no row was stored`];
}

/**
 * The provider's last words about each of its messages. The worker's event about the acceptance may arrive after the
 * carrier's report: it never replaces that.
 */
function newestOf(messages: readonly ProviderMessage[]): ProviderMessage[] {
  const newest = new Map<string | undefined, ProviderMessage>();
  for (const message of messages) {
    const key = message.messageId ?? message.groupId;
    if (!newest.has(key) || !IN_TRANSIT.has(message.statusCode ?? "")) newest.set(key, message);
  }
  return [...newest.values()];
}

const IN_TRANSIT = new Set(["2000", "3000"]);

/** The worker's line about a body that it cannot read names no message; its event does. */
function lineOfRejection(event: SequencedEvent): string[] {
  if (event.type !== "worker.dead-lettered" || !Object.hasOwn(rejectionWords, event.details.reason)) return [];
  const words = rejectionWords[event.details.reason as keyof typeof rejectionWords];
  return [`${localTimestamp(event.at)} [ERROR] [MESSAGING-WORKER] ${words}`];
}

function rowOf(event: SequencedEvent): NonNullable<Evidence["notificationLogs"]> {
  if (event.type !== "worker.logged") return [];
  const { notificationLogId, success, failureReason } = event.details;
  return [
    {
      id: String(notificationLogId),
      sent_at: new Date(event.at).toISOString(),
      success,
      failure_reason: failureReason,
    },
  ];
}

function queuePart(events: readonly SequencedEvent[]): Pick<Evidence, "queue"> {
  const failed = events.findLast(({ type }) => type === "api.enqueue-failed");
  if (failed?.type === "api.enqueue-failed") {
    const { code, message } = failed.details;
    return { queue: { error: { code, message } } };
  }
  const dead = events.findLast(({ type }) => type === "queue.dead-lettered" || type === "queue.enqueued");
  if (dead?.type !== "queue.dead-lettered") return {};
  const { queueName: name, deadLetterQueue, receiveCount } = dead.details;
  return {
    queue: {
      name,
      before: { visible: 0, inFlight: 0, dead: 0 },
      after: { visible: 0, inFlight: 0, dead: 1 },
      redrive: { maxReceiveCount: receiveCount, deadLetterQueue },
    },
  };
}
