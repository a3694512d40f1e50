import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { TestMessage } from "../../window/messages/testMessage";

/** A test send to a real environment in the shape of the sandbox's inbox, for the phone preview. */
export function phoneMessageOf({ traceId, startedAt, to, events }: MessageTrace, send: TestMessage): InboxMessage {
  const accepted = events.findLast((event) => event.type === "provider.accepted");
  const details = accepted?.type === "provider.accepted" ? accepted.details : undefined;
  return {
    at: accepted?.at ?? startedAt,
    to: to || send.to,
    from: "",
    type: details?.type || send.mode.toUpperCase(),
    text: send.text,
    subject: null,
    bytes: 0,
    groupId: details?.groupId ?? "",
    messageId: details?.providerMessageId ?? "",
    traceId,
    statusCode: details?.code ?? "",
  };
}
