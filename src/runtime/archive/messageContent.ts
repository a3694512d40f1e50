import { digitsOf } from "../../common/text/digits";
import { eucKrBytes, textMessageType } from "../provider/messageType";
import type { Silence } from "./unanswered";
import type { MessageMode } from "../message/messageEvents";

/** What a message's body says of it, without its text. */
export interface ArchivedContent {
  mode?: MessageMode;
  type?: "SMS" | "LMS" | "ATA";
  bytes?: number;
  template?: string;
  /** Of an attempt without an answer, which has no body. */
  silence?: Silence;
}

/** Longer bodies are no messages of this backend. */
const LONGEST_BODY = 1_048_576;

/** Reads the body of any producer; what it does not say stays absent. */
export function contentOf(body: string): { recipient?: string; tenantId?: number; content: ArchivedContent } {
  const payload = body.length > LONGEST_BODY ? {} : objectIn(body);
  const { to, text, tenant_id: tenantId, message_mode: mode, template_id: template } = payload;
  const isAlimtalk = mode === "alimtalk" || mode === "both";
  const digits = typeof to === "string" || typeof to === "number" ? digitsOf(String(to)).slice(0, 20) : "";
  return {
    ...(digits !== "" && { recipient: digits }),
    ...(typeof tenantId === "number" && { tenantId }),
    content: {
      ...((isAlimtalk || mode === "sms") && { mode: mode as MessageMode }),
      ...(typeof text === "string" && { type: isAlimtalk ? "ATA" : textMessageType(text), bytes: eucKrBytes(text) }),
      ...(typeof template === "string" && template !== "" && { template: template.slice(0, 100) }),
    },
  };
}

function objectIn(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
