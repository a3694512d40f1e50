import type { Evidence, ProviderMessage } from "../../diagnosis/evidence";
import { nationalDigits } from "../../diagnosis/facts/namedRecipients";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { SequencedEvent } from "../../runtime/stack/eventHub";

/** One message's events in the form of the evidence. */
export interface EventEvidence {
  /** The sender as the worker saw it: the tenant's sender may have changed since. */
  sender?: { tenantSender: string; fallback?: string };
  /** The provider's words about the message. */
  messages: ProviderMessage[];
  rowIds: number[];
  /** Masked numbers. */
  recipients: string[];
  /** The queue delivered the message, but no event of our worker followed. */
  isTakenByOther: boolean;
  /** Who took it: a worker of the user's own by name, null for our worker; absent while nobody has, or it is not known. */
  taker?: string | null;
  isDeleted: boolean;
}

/** For all messages of one send together. */
export function evidenceOfEvents(traces: readonly MessageTrace[]): EventEvidence {
  const events = traces.flatMap((trace) => trace.events);
  const sender = senderOf(events);
  const isOthers = traces.some(isTakenByOther);
  return {
    ...(sender && { sender }),
    messages: events.some(({ type }) => type === "provider.ambiguous") ? [] : events.flatMap(providerMessageOf),
    rowIds: events.flatMap((event) => (event.type === "worker.logged" ? event.details.notificationLogId : [])),
    recipients: [...new Set(traces.flatMap(({ to }) => to ?? []))],
    isTakenByOther: isOthers,
    ...takerOf(events, isOthers),
    isDeleted: isOthers && events.some(({ type }) => type === "queue.deleted"),
  };
}

/** Our own worker reports everything that it receives. */
function isTakenByOther({ events }: MessageTrace): boolean {
  const isOwn = events.some(({ type }) => type.startsWith("worker.") && type !== "worker.seen");
  return !isOwn && events.some(({ type }) => type === "queue.received" || type === "queue.deleted");
}

function takerOf(events: readonly SequencedEvent[], isOthers: boolean): Pick<EventEvidence, "taker"> {
  const seen = events.findLast(({ type }) => type === "worker.seen");
  if (isOthers) return seen?.type === "worker.seen" ? { taker: seen.details.consumer } : {};
  return events.some(({ type }) => type === "worker.claimed") ? { taker: null } : {};
}

function senderOf(events: readonly SequencedEvent[]): EventEvidence["sender"] {
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

function providerMessageOf(event: SequencedEvent): ProviderMessage[] {
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
    case "provider.undelivered": {
      const { groupId, providerMessageId, code } = event.details;
      const said = event.type === "provider.undelivered" ? { statusMessage: event.details.message } : {};
      return [{ groupId, messageId: providerMessageId, statusCode: code, ...said }];
    }
    default:
      return [];
  }
}

/** The tenant and the worker's variables at the time the worker received the message. */
export function atTheClaim(
  { sender }: EventEvidence,
  tenant: Evidence["tenant"],
  variables: NonNullable<Evidence["worker"]>["env"],
): Pick<Evidence, "tenant"> & { env?: Record<string, string> } {
  const isOther = sender && nationalDigits(tenant?.messaging_sender ?? "") !== nationalDigits(sender.tenantSender);
  const { fallback } = sender ?? {};
  const isOtherFallback =
    fallback !== undefined && nationalDigits(variables?.["SOLAPI_SENDER"] ?? "") !== nationalDigits(fallback);
  return {
    ...(tenant && { tenant: isOther ? { ...tenant, messaging_sender: sender.tenantSender } : tenant }),
    ...(variables && { env: isOtherFallback ? { ...variables, SOLAPI_SENDER: fallback } : variables }),
  };
}
