import * as l10n from "@vscode/l10n";
import { bytesText } from "../../common/text/counts";
import {
  LMS_MAX_BYTES,
  SMS_MAX_BYTES,
  eucKrBytes,
  notInEucKr,
  textMessageType,
} from "../../runtime/provider/messageType";
import type { InboxMessage } from "../../runtime/provider/sandbox/messages/inbox";
import type { FactView, PhoneView, Tone } from "../protocol";
import { clockTime } from "../../common/clockTime";

/** Kakao's limit for an Alimtalk, in characters. */
const ALIMTALK_MAX_CHARACTERS = 1_000;

/** What the sandbox sent, as the recipient's phone shows it. The numbers are the sandbox's own and stay in full. */
export function phoneView(message: InboxMessage, channelName?: string): PhoneView {
  const { at, to, from, type, text, subject, kakao, statusCode, replacement, client } = message;
  const body = bodyOf(type, text, subject ?? "");
  const notes = [...deliveryNotes(statusCode), ...body.notes];
  if (replacement) {
    const { bytes } = measured(replacement.text);
    notes.push({
      tone: "warning",
      text: l10n.t("Sent instead as {0}, {1}: {2}", replacement.type, bytesText(bytes), replacement.text),
    });
  }
  return {
    ...body,
    type,
    from,
    to,
    time: clockTime(at),
    ...(kakao && { channel: { name: channelName ?? kakao.pfId, facts: alimtalkFacts(kakao) } }),
    ...(client !== undefined && { sentBy: { label: l10n.t("Sent by"), value: l10n.t("{0}, yours", client) } }),
    notes,
  };
}

/** An unsent text, as it would arrive. */
export function draftView(text: string, subject: string): PhoneView {
  const type = textMessageType(text, subject);
  return { ...bodyOf(type, text, subject), type, from: "", to: "", time: "" };
}

type Body = Omit<PhoneView, "type" | "from" | "to" | "time" | "channel" | "sentBy">;

function bodyOf(type: string, text: string, subject: string): Body {
  const isAlimtalk = type === "ATA";
  if (isAlimtalk) return { isAlimtalk, typeLabel: alimtalkLabel(text), text, notes: [] };
  const { bytes, smsEnd } = measured(text);
  const isSms = type === "SMS";
  const limit = isSms ? SMS_MAX_BYTES : LMS_MAX_BYTES;
  return {
    isAlimtalk,
    typeLabel: l10n.t("{0} · {1} of {2} bytes (EUC-KR)", type, bytes, limit),
    ...(subject !== "" && { subject }),
    text,
    ...(smsEnd !== undefined && { smsEnd }),
    meter: meterOf(bytes, subject),
    notes: characterNotes(text, bytes),
  };
}

const alimtalkLabel = (text: string) =>
  l10n.t("Alimtalk · {0} of {1} characters", [...text].length, ALIMTALK_MAX_CHARACTERS);

function alimtalkFacts({ templateId, pfId, variables }: NonNullable<InboxMessage["kakao"]>): FactView[] {
  return [
    { label: l10n.t("Template"), value: templateId },
    { label: "pfId", value: pfId },
    ...Object.entries(variables).map(([label, value]) => ({ label, value })),
  ];
}

/** Size in bytes, and the position in the text where an SMS is full. */
function measured(text: string): { bytes: number; smsEnd?: number } {
  let bytes = 0;
  let index = 0;
  let smsEnd: number | undefined;
  for (const character of text) {
    bytes += eucKrBytes(character);
    if (bytes > SMS_MAX_BYTES) smsEnd ??= index;
    index += character.length;
  }
  return { bytes, ...(smsEnd !== undefined && { smsEnd }) };
}

/** "12 bytes, SMS" */
export function sizeOfText(text: string): string {
  const { bytes } = measured(text);
  const type = bytes > LMS_MAX_BYTES ? l10n.t("too long") : bytes > SMS_MAX_BYTES ? "LMS" : "SMS";
  return `${bytesText(bytes)}, ${type}`;
}

/** Up to the SMS limit, the meter's scale is that limit; for an LMS it marks where the limit was passed. */
function meterOf(bytes: number, subject: string): NonNullable<PhoneView["meter"]> {
  const isShort = bytes <= SMS_MAX_BYTES;
  if (isShort && subject === "") {
    const left = SMS_MAX_BYTES - bytes;
    const text =
      left === 0
        ? l10n.t("full: one more byte makes it an LMS")
        : l10n.t("{0} left, then it becomes an LMS", bytesText(left));
    return { bytes, limit: SMS_MAX_BYTES, fraction: bytes / SMS_MAX_BYTES, switchAt: 1, text, tone: "good" };
  }
  const text = isShort
    ? l10n.t("an LMS because of its subject")
    : l10n.t("an LMS since byte {0}: {1} too many for an SMS", SMS_MAX_BYTES + 1, bytesText(bytes - SMS_MAX_BYTES));
  return {
    bytes,
    limit: LMS_MAX_BYTES,
    fraction: Math.min(1, bytes / LMS_MAX_BYTES),
    switchAt: SMS_MAX_BYTES / LMS_MAX_BYTES,
    text: bytes > LMS_MAX_BYTES ? l10n.t("{0} too many for an LMS", bytesText(bytes - LMS_MAX_BYTES)) : text,
    tone: bytes > LMS_MAX_BYTES ? "bad" : "warning",
  };
}

function characterNotes(text: string, bytes: number): PhoneView["notes"] {
  const lacking = notInEucKr(text);
  const notes: PhoneView["notes"] = [];
  if (lacking.length > 0) {
    notes.push({ tone: "bad", text: l10n.t("Not in EUC-KR, refused with 1029: {0}", lacking.slice(0, 10).join(" ")) });
  }
  if (bytes > LMS_MAX_BYTES) notes.push({ tone: "bad", text: l10n.t("Too long, refused with 1031") });
  return notes;
}

function deliveryNotes(statusCode: string): PhoneView["notes"] {
  const [tone, text] = deliveryOf(statusCode);
  return [{ tone, text }];
}

function deliveryOf(statusCode: string): [Tone, string] {
  switch (statusCode) {
    case "4000":
      return ["good", l10n.t("Delivered (4000)")];
    case "3000":
      return ["neutral", l10n.t("At the carrier, waiting for its report (3000)")];
    case "2000":
      return ["neutral", l10n.t("Accepted by Solapi, on its way (2000)")];
    default:
      return ["bad", l10n.t("Did not reach the phone ({0})", statusCode)];
  }
}
