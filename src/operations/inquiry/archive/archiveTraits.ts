import { LMS_MAX_BYTES, SMS_MAX_BYTES } from "../../../runtime/provider/messageType";
import type { ArchivedMessage } from "../../../runtime/archive/archivedMessage";
import { commonTraits } from "../commonTraits";
import type { Traits } from "../differences";

/** What may set a message apart from others. */
export function traitsOf({ trace, mode, type, bytes, template }: ArchivedMessage): Traits {
  const claimed = trace.events.findLast((event) => event.type === "worker.claimed");
  const details = claimed?.type === "worker.claimed" ? claimed.details : undefined;
  return {
    ...commonTraits({ at: trace.startedAt, ...(trace.to !== undefined && { to: trace.to }), ...(type && { type }) }),
    tenant: trace.tenantCode,
    mode,
    template: type === undefined ? undefined : (template ?? "none"),
    length: bytes === undefined ? undefined : lengthClass(bytes),
    sender: details && (details.sender || "none"),
    attempt: details && String(details.receiveCount),
  };
}

const lengthClass = (bytes: number) =>
  bytes <= SMS_MAX_BYTES ? `≤ ${SMS_MAX_BYTES}` : bytes <= LMS_MAX_BYTES ? `≤ ${LMS_MAX_BYTES}` : `> ${LMS_MAX_BYTES}`;
