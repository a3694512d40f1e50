import type { Evidence } from "../../diagnosis/evidence";
import type { SequencedEvent } from "../../runtime/stack/eventHub";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { StackSnapshot } from "../../runtime/stack/stackSnapshot";

/** What else is known of the stack while the message is looked at; absent parts were not collected. */
export interface Surroundings {
  now: number;
  snapshot?: StackSnapshot;
  tenant?: TenantSummary;
  /** The worker's log, raw. */
  workerLog?: string;
}

/** Lines that were written while the request was still being answered belong to the message too. */
const LEAD_MS = 1_000;

/** One message's events as an evidence bundle: what the diagnosis needs to say why it stopped. Pure. */
export function evidenceOf(trace: MessageTrace, { now, snapshot, tenant, workerLog }: Surroundings): Evidence {
  const { events } = trace;
  const rows = events.flatMap(rowOf);
  const messages = events.flatMap(providerMessageOf);
  const ambiguous = events.findLast(({ type }) => type === "provider.ambiguous");
  const sender = senderOf(events);
  const messagingSender = sender?.tenantSender ?? tenant?.messagingSender;
  return {
    version: 1,
    sentAt: new Date(trace.startedAt - LEAD_MS).toISOString(),
    collectedAt: new Date(now).toISOString(),
    ...apiOf(events),
    ...queueOf(events, snapshot),
    worker: {
      ...(workerLog !== undefined && { logs: linesAbout(trace, workerLog) }),
      ...(sender?.fallback !== undefined && { env: { SOLAPI_SENDER: sender.fallback } }),
    },
    ...(messagingSender !== undefined && {
      tenant: { ...(tenant && { id: tenant.id }), ...codeOf(trace), messaging_sender: messagingSender },
    }),
    ...(rows.length > 0 && { notificationLogs: rows }),
    ...((snapshot !== undefined || messages.length > 0) && {
      provider: {
        ...(snapshot && { senders: snapshot.provider.senders, balance: { balance: snapshot.provider.balance } }),
        ...(messages.length > 0 && !ambiguous && { messages }),
      },
    }),
  };
}

const codeOf = ({ tenantCode }: MessageTrace) => (tenantCode === undefined ? {} : { code: tenantCode });

/** The sender as the worker saw it: the tenant may have another one by now. */
function senderOf(events: readonly SequencedEvent[]): { tenantSender?: string; fallback?: string } | undefined {
  const claimed = events.findLast(({ type }) => type === "worker.claimed");
  if (claimed?.type !== "worker.claimed") return undefined;
  const { sender, senderSource } = claimed.details;
  switch (senderSource) {
    case "payload":
      return undefined;
    case "Tenant.messaging_sender":
      return { tenantSender: sender };
    case "SOLAPI_SENDER":
      return { tenantSender: "", fallback: sender };
  }
}

/** Lines of this message, and those of no message in particular: another one's fate says nothing about this one. */
function linesAbout({ traceId }: MessageTrace, log: string): string {
  const isOfAnother = (line: string) => line.includes("trace_id=") && !line.includes(`trace_id=${traceId}`);
  return log
    .split("\n")
    .filter((line) => !isOfAnother(line))
    .join("\n");
}

function apiOf(events: readonly SequencedEvent[]): Pick<Evidence, "api"> {
  const event = events.findLast(({ type }) => type === "api.accepted" || type === "api.rejected");
  if (event?.type === "api.accepted") {
    const { status, elapsedMs } = event.details;
    return { api: { status, elapsedMs, body: { enqueued: 1 } } };
  }
  if (event?.type !== "api.rejected") return {};
  const { status, elapsedMs, detail } = event.details;
  return { api: { status, elapsedMs, body: { detail } } };
}

function queueOf(events: readonly SequencedEvent[], snapshot: StackSnapshot | undefined): Pick<Evidence, "queue"> {
  const failed = events.findLast(({ type }) => type === "api.enqueue-failed");
  const { code, message } = failed?.type === "api.enqueue-failed" ? failed.details : {};
  if (!snapshot && code === undefined) return {};
  return {
    queue: {
      ...(snapshot && { name: snapshot.queue.name }),
      ...(snapshot?.queue.counts && { after: snapshot.queue.counts }),
      ...(code !== undefined && { error: { code, message } }),
    },
  };
}

function rowOf(event: SequencedEvent): NonNullable<Evidence["notificationLogs"]> {
  if (event.type !== "worker.logged") return [];
  const { notificationLogId, success, failureReason } = event.details;
  const sentAt = new Date(event.at).toISOString();
  return [{ id: String(notificationLogId), sent_at: sentAt, success, failure_reason: failureReason }];
}

function providerMessageOf(event: SequencedEvent): NonNullable<NonNullable<Evidence["provider"]>["messages"]> {
  switch (event.type) {
    case "provider.accepted": {
      const { groupId, providerMessageId, code, type } = event.details;
      return groupId.startsWith("mock-") ? [] : [{ groupId, messageId: providerMessageId, statusCode: code, type }];
    }
    case "provider.refused": {
      const { groupId, code, message } = event.details;
      return [{ groupId, statusCode: code, statusMessage: message }];
    }
    case "provider.delivered":
      return [
        { groupId: event.details.groupId, messageId: event.details.providerMessageId, statusCode: event.details.code },
      ];
    case "provider.undelivered": {
      const { groupId, providerMessageId, code, message } = event.details;
      return [{ groupId, messageId: providerMessageId, statusCode: code, statusMessage: message }];
    }
    default:
      return [];
  }
}
