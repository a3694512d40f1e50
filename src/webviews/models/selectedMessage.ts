import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";

/** By the id of its trace or by its own. */
export type ChosenMessage = { traceId: string } | { messageId: string };

/** The message that the phone shows: the wanted one, or the newest if it is not there. `messages`: newest first. */
export function selectedMessage(
  messages: readonly InboxMessage[],
  wanted: ChosenMessage | undefined,
): InboxMessage | undefined {
  return messages.find((message) => wanted && isWanted(message, wanted)) ?? messages[0];
}

const isWanted = (message: InboxMessage, wanted: ChosenMessage): boolean =>
  "traceId" in wanted ? message.traceId === wanted.traceId : message.messageId === wanted.messageId;
