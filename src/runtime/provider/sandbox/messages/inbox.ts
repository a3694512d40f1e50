import type { StoredMessage, SmsReplacement } from "./storedMessage";

/** What reached the recipient, or would have. An entry is made once, by the send of its group. */
export interface InboxMessage {
  /** When it was sent; milliseconds since the Unix epoch. */
  at: number;
  to: string;
  from: string;
  type: string;
  /** The text; of an Alimtalk the template with its variables in it. */
  text: string;
  subject: string | null;
  /** Of the text, in EUC-KR. */
  bytes: number;
  kakao?: { pfId: string; templateId: string; variables: Record<string, string> };
  groupId: string;
  messageId: string;
  /** Ours; empty for callers that give none. */
  traceId: string;
  /** 3000 until the carrier reports, then 4000 or the code of the failure: only 4000 reached the recipient. */
  statusCode: string;
  /** The SMS that the carrier sent where this Alimtalk could not be delivered. */
  replacement?: SmsReplacement;
}

export interface InboxFilter {
  traceId?: string;
  groupId?: string;
  messageId?: string;
  to?: string;
  /** The newest so many; 10,000 where nothing is said. */
  limit?: number;
}

export const DEFAULT_INBOX_LIMIT = 10_000;

export function toInboxMessage(message: StoredMessage): InboxMessage {
  const { content, recipient, sender, type, groupId, messageId, traceId, statusCode } = message;
  const { text, subject, bytes, kakao, replacement } = content;
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
  };
}
