import type { StoredMessage, SmsReplacement } from "./storedMessage";

/** A message that reached the recipient, or would have. The send of its group creates the entry, exactly once. */
export interface InboxMessage {
  /** When it was sent; milliseconds since the Unix epoch. */
  at: number;
  to: string;
  from: string;
  type: string;
  /** The text; for an Alimtalk, the template with its variables filled in. */
  text: string;
  subject: string | null;
  /** Length of the text in EUC-KR. */
  bytes: number;
  kakao?: { pfId: string; templateId: string; variables: Record<string, string> };
  groupId: string;
  messageId: string;
  /** Our trace id; empty for callers that set none. */
  traceId: string;
  /** 3000 until the carrier reports, then 4000 or the code of the failure: only 4000 reached the recipient. */
  statusCode: string;
  /** The SMS that the carrier sent because this Alimtalk could not be delivered. */
  replacement?: SmsReplacement;
  /** The program that sent it, where it is the user's own: "Python requests". */
  client?: string;
}

export interface InboxFilter {
  traceId?: string;
  groupId?: string;
  messageId?: string;
  to?: string;
  /** How many of the newest messages. Default: 10,000. */
  limit?: number;
}

export const DEFAULT_INBOX_LIMIT = 10_000;

export function toInboxMessage(message: StoredMessage): InboxMessage {
  const { content, recipient, sender, type, groupId, messageId, traceId, statusCode } = message;
  const { text, subject, bytes, kakao, replacement, client } = content;
  return {
    at: message.sentAt ?? message.createdAt,
    to: recipient,
    from: sender,
    type,
    text,
    subject,
    bytes,
    ...(kakao && { kakao: { pfId: kakao.pfId, templateId: kakao.templateId, variables: kakao.variables } }),
    groupId,
    messageId,
    traceId,
    statusCode,
    ...(replacement && { replacement }),
    ...(client !== undefined && { client }),
  };
}
