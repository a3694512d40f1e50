import { digitsOf } from "../common/text/digits";
import type { MessageMode } from "../runtime/message/messageEvents";
import type { MessagePayload } from "../runtime/queue/payload";

/** The queue body that the backend's API would produce for one recipient, for a test send that starts at the queue. */
export function testBody(tenantId: number, to: string, text: string, mode: MessageMode = "sms"): string {
  const payload: MessagePayload = {
    tenant_id: tenantId,
    to: digitsOf(to),
    text,
    sender: null,
    created_at: new Date().toISOString(),
    message_mode: mode,
  };
  return JSON.stringify(payload);
}
