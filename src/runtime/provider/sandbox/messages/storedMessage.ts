import { SOLAPI_ACCOUNT_ID } from "./solapiIds";
import type { SandboxMessageType } from "../sandboxSettings";

/** The Kakao part of an Alimtalk message. */
export interface KakaoPart {
  pfId: string;
  templateId: string;
  variables: Record<string, string>;
  disableSms: boolean;
  /** Sent instead if the Alimtalk cannot be delivered. */
  fallbackText: string;
}

/** The SMS that the carrier sent because an Alimtalk could not be delivered. */
export interface SmsReplacement {
  type: "SMS" | "LMS";
  text: string;
  bytes: number;
  statusCode: string;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/** The part of a message that no query uses. */
export interface MessageContent {
  text: string;
  subject: string | null;
  /** Length in EUC-KR. */
  bytes: number;
  country: string;
  imageId: string | null;
  autoTypeDetect: boolean;
  customFields: Record<string, string>;
  statusMessage: string;
  kakao?: KakaoPart;
  replacement?: SmsReplacement;
  /** The program that asked for it, where it is the user's own: "Python requests". */
  client?: string;
}

/** As the fate of an accepted message: a debugger accepted it in Solapi's place, so it is never sent. */
export const ANSWERED_INSTEAD = "answered-instead";

/** A message as stored. Times are milliseconds since the Unix epoch. */
export interface StoredMessage {
  /** Order of arrival. */
  seq: number;
  messageId: string;
  groupId: string;
  /** `customFields.traceId`; empty for foreign callers. */
  traceId: string;
  recipient: string;
  sender: string;
  /** `SMS`, `LMS`, `MMS`, `ATA`, or, in a refused message, whatever the caller requested. */
  type: SandboxMessageType | string;
  statusCode: string;
  /** The code that the carrier will report; null: delivered. */
  fate: string | null;
  createdAt: number;
  updatedAt: number;
  /** When it entered the inbox; null: it never did. */
  sentAt: number | null;
  content: MessageContent;
}

/** Types that Solapi knows; the sandbox has a route for the first four. */
const KNOWN_TYPE = /^(SMS|LMS|MMS|ATA|CTA|CTI|NSA|FAX|VOICE|(RCS|BMS)_[A-Z_]+)$/;

export const isKnownType = (type: string): boolean => KNOWN_TYPE.test(type);

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The `status` that Solapi's record shows beside the code. */
function statusOf({ statusCode, sentAt, content }: StoredMessage): string {
  if (statusCode === "4000" || content.replacement?.statusCode === "4000") return "COMPLETE";
  if (statusCode === "3000") return "SENDING";
  if (statusCode === "2000" && sentAt === null) return "PENDING";
  return "FAILED";
}

/** The message in the form of Solapi's message list, with every field of the samples in its reference. */
export function messageToWire(message: StoredMessage): Record<string, unknown> {
  const { messageId, groupId, content, sentAt, updatedAt, createdAt } = message;
  const { kakao, replacement } = content;
  const reported = sentAt !== null && message.statusCode !== "3000" ? iso(updatedAt) : null;
  return {
    _id: messageId,
    kakaoOptions: {
      senderKey: null,
      templateCode: null,
      buttonName: null,
      buttonUrl: null,
      pfId: kakao?.pfId ?? null,
      templateId: kakao?.templateId ?? null,
      imageId: null,
      disableSms: kakao?.disableSms ?? false,
      title: null,
      adFlag: false,
      variables: kakao?.variables ?? {},
      buttons: [],
    },
    naverOptions: { talkId: null, templateId: null, disableSms: false, buttons: [] },
    rcsOptions: {
      brandId: null,
      templateId: null,
      copyAllowed: true,
      commercialType: false,
      mmsType: null,
      disableSms: false,
      additionalBody: [],
      buttons: [],
    },
    // A refused message may have any type, but the SDKs read only known ones.
    type: replacement?.type ?? (isKnownType(message.type) ? message.type : null),
    country: content.country,
    subject: content.subject,
    imageId: content.imageId,
    currentQueue: null,
    dateProcessed: iso(sentAt),
    dateReported: reported,
    dateReceived: message.statusCode === "4000" ? reported : null,
    statusCode: replacement?.statusCode ?? message.statusCode,
    networkCode: null,
    log: replacement
      ? [{ createAt: iso(replacement.at), message: `알림톡 발송 실패(${message.statusCode}), 문자로 대체 발송` }]
      : [],
    replacement: replacement !== undefined,
    autoTypeDetect: content.autoTypeDetect,
    resendCount: 0,
    status: statusOf(message),
    messageId,
    groupId,
    accountId: SOLAPI_ACCOUNT_ID,
    text: replacement?.text ?? content.text,
    from: message.sender,
    to: message.recipient,
    customFields: content.customFields,
    queues: [],
    dateCreated: iso(createdAt),
    dateUpdated: iso(updatedAt),
    reason: content.statusMessage,
    networkName: "ETC",
  };
}

/** The intake result of one message, in the form that the add and the one-step send return. */
export function intakeToWire(message: StoredMessage): Record<string, unknown> {
  const { recipient, sender, type, content, messageId, statusCode } = message;
  return {
    to: recipient,
    from: sender,
    type,
    statusMessage: content.statusMessage,
    country: content.country,
    messageId,
    statusCode,
    accountId: SOLAPI_ACCOUNT_ID,
    ...(Object.keys(content.customFields).length > 0 && { customFields: content.customFields }),
  };
}
