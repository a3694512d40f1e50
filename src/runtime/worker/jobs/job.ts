import { digitsOf } from "../../../common/text/digits";
import { maskNumber } from "../../../common/masking";
import type { MessageMode, SenderSource } from "../../message/messageEvents";
import type { OutgoingMessage } from "../../provider/provider";
import type { MessagePayload } from "../../queue/payload";
import type { TenantInfo } from "./jobStore";

/** One message in the worker, from its claim to its deletion. */
export interface Job {
  /**
   * Identifies the job: the trace id, or the first SQS MessageId of a foreign message. A redriven copy has a new
   * MessageId but the same key, so it is not sent again.
   */
  key: string;
  traceId: string;
  messageId: string;
  receiptHandle: string;
  receiveCount: number;
  payload: MessagePayload;
  sender: { number: string; source: SenderSource };
  /** How it is sent: `both` starts as Alimtalk and becomes `sms` if Alimtalk is refused or not set up. */
  channel: "sms" | "alimtalk";
  tenant: TenantInfo | undefined;
}

/** The backend's order: payload → Tenant.messaging_sender → SOLAPI_SENDER. Digits only; empty ones are passed over. */
export const senderCandidates = (
  payload: MessagePayload,
  tenant: TenantInfo | undefined,
  fallback: string,
): { source: SenderSource; number: string }[] => [
  { source: "payload", number: digitsOf(payload.sender ?? "") },
  { source: "Tenant.messaging_sender", number: digitsOf(tenant?.messagingSender ?? "") },
  { source: "SOLAPI_SENDER", number: digitsOf(fallback) },
];

/** The first candidate with a number; the last one, empty, if there is none. */
export function resolveSender(
  payload: MessagePayload,
  tenant: TenantInfo | undefined,
  fallback: string,
): { number: string; source: SenderSource } {
  const candidates = senderCandidates(payload, tenant, fallback);
  return candidates.find(({ number }) => number !== "") ?? candidates.at(-1)!;
}

/** Alimtalk needs a channel (the tenant's, else the environment's) and a template (the payload's, else likewise). */
export function alimtalkIds(
  job: Pick<Job, "payload" | "tenant">,
  fallback: { kakaoPfId: string; kakaoTemplateId: string },
): { pfId: string; templateId: string } | undefined {
  const pfId = job.tenant?.kakaoPfId || fallback.kakaoPfId;
  const templateId = job.payload.template_id || fallback.kakaoTemplateId;
  return pfId && templateId ? { pfId, templateId } : undefined;
}

export const wantsAlimtalk = (mode: MessageMode): boolean => mode !== "sms";

/** The form in which it goes to the provider, depending on its channel. */
export function toOutgoing(
  { traceId, payload, sender, channel, tenant }: Job,
  fallback: { kakaoPfId: string; kakaoTemplateId: string },
): OutgoingMessage {
  const { to, text, message_mode, alimtalk_replacements = [] } = payload;
  const outgoing = { traceId, to, from: sender.number, text };
  const ids = channel === "alimtalk" ? alimtalkIds({ payload, tenant }, fallback) : undefined;
  if (!ids) return outgoing;
  const variables = Object.fromEntries(alimtalk_replacements.map(({ key, value }) => [`#{${key}}`, value]));
  return { ...outgoing, alimtalk: { ...ids, variables, smsFallback: message_mode === "both" } };
}

/** The summaries of a NotificationLog row: the masked number, and the template or else the mode. Never the text. */
export const recipientSummaryOf = ({ to, template_id, message_mode }: MessagePayload) => ({
  recipientSummary: maskNumber(to),
  templateSummary: template_id ?? message_mode,
});
