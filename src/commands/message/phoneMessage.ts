import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { TestMessage } from "../../window/messages/testMessage";

/** A test send to a real environment in the shape of the sandbox's inbox, for the phone preview. */
export function phoneMessageOf({ traceId, startedAt, to, sightings }: MessageTrace, send: TestMessage): InboxMessage {
  const record = sightings?.findLast((sighting) => sighting.kind === "record");
  return {
    at: record?.at ?? startedAt,
    to: to || send.to,
    from: "",
    type: record?.type || send.mode.toUpperCase(),
    text: send.text,
    subject: null,
    bytes: 0,
    groupId: record?.groupId ?? "",
    messageId: record?.messageId ?? "",
    traceId,
    statusCode: record?.code ?? "",
  };
}
