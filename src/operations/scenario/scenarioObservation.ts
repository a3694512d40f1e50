import type { Finding } from "../../diagnosis/diagnosis";
import type { LogRow } from "../../runtime/control/stackContract";
import type { MessageEventType } from "../../runtime/message/messageEvents";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { Environment } from "../../targets/environment";
import type { SendReport } from "../message/sendMessages";

/** One message of a send. Fields that nothing shows are absent. */
export interface ObservedMessage {
  traceId: string;
  state: MessageTrace["state"];
  /** How often a worker received it. */
  attempts: number;
  sender?: string;
  type?: string;
  code?: string;
  bytes?: number;
  text?: string;
  subject?: string;
  events: ObservedEvent[];
}

export interface ObservedEvent {
  traceId: string;
  type: MessageEventType;
  /** Milliseconds since the first event of the message. */
  afterMs: number;
}

export interface ObservedSend {
  verdict: Finding;
  messages: ObservedMessage[];
}

/** Everything that happened in the stack of one scenario. */
export interface ScenarioObservation {
  sends: ObservedSend[];
  /** What reached a phone, oldest first. */
  inbox: InboxMessage[];
  /** Undefined if the rows cannot be read. */
  rows?: LogRow[];
  /** How many messages were given to Solapi; undefined if its records cannot be read. */
  sent?: number;
}

/** Looks at the whole stack once the sends are decided. */
export async function observe(
  environment: Environment,
  reports: readonly Pick<SendReport, "diagnosis" | "messages">[],
  since: number,
  signal: AbortSignal,
): Promise<ScenarioObservation> {
  const unreadable = () => undefined;
  const [inbox, rows, records] = await Promise.all([
    environment.stack?.inbox() ?? [],
    environment.tenants?.notificationLogs(0, undefined, signal).catch(unreadable),
    environment.provider?.messages({ from: since, to: Date.now() + 60_000 }, signal).catch(unreadable),
  ]);
  const sends = reports.map(({ diagnosis: { verdict }, messages }) => ({
    verdict,
    messages: messages.map((trace) => observedMessage(trace, inbox)),
  }));
  const reached = inbox.filter(isDelivered);
  return { sends, inbox: reached, ...(rows && { rows }), ...(records && { sent: records.length }) };
}

/** 2000 and 3000 are on their way; anything else but 4000 did not arrive. */
const isDelivered = ({ statusCode, replacement }: InboxMessage) =>
  /^([23]000|4000)$/.test(statusCode) || replacement !== undefined;

function observedMessage({ traceId, state, events }: MessageTrace, inbox: readonly InboxMessage[]): ObservedMessage {
  const attempts = events.filter(({ type }) => type === "queue.received").length;
  const claimed = events.findLast((event) => event.type === "worker.claimed");
  const accepted = events.findLast((event) => event.type === "provider.accepted");
  const arrived = inbox.find((message) => message.traceId === traceId);
  const code = events.reduce<string | undefined>(
    (newest, event) => ("code" in event.details && event.type.startsWith("provider.") ? event.details.code : newest),
    undefined,
  );
  const sender = arrived?.from ?? (claimed?.type === "worker.claimed" ? claimed.details.sender : undefined);
  const type = arrived?.type ?? (accepted?.type === "provider.accepted" ? accepted.details.type : undefined);
  return {
    traceId,
    state,
    attempts,
    events: events.map(({ type, at }) => ({ traceId, type, afterMs: at - events[0]!.at })),
    ...(sender !== undefined && { sender }),
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(arrived && { bytes: arrived.bytes, text: arrived.text }),
    ...(arrived?.subject != null && { subject: arrived.subject }),
  };
}
