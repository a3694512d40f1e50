import { LMS_MAX_BYTES, SMS_MAX_BYTES } from "../../../runtime/provider/messageType";
import type { ArchivedMessage } from "../../../runtime/archive/archivedMessage";
import type { Traits } from "../differences";

/** What may set a message apart from others. */
export function traitsOf({ trace, mode, type, bytes, template }: ArchivedMessage): Traits {
  const claimed = trace.events.findLast((event) => event.type === "worker.claimed");
  const details = claimed?.type === "worker.claimed" ? claimed.details : undefined;
  return {
    tenant: trace.tenantCode,
    type,
    mode,
    template: type === undefined ? undefined : (template ?? "none"),
    length: bytes === undefined ? undefined : lengthClass(bytes),
    prefix: trace.to === undefined ? undefined : prefixOf(trace.to),
    hour: String(new Date(trace.startedAt).getHours()).padStart(2, "0"),
    sender: details && (details.sender || "none"),
    attempt: details && String(details.receiveCount),
  };
}

const lengthClass = (bytes: number) =>
  bytes <= SMS_MAX_BYTES ? `≤ ${SMS_MAX_BYTES}` : bytes <= LMS_MAX_BYTES ? `≤ ${LMS_MAX_BYTES}` : `> ${LMS_MAX_BYTES}`;

/** The network of a number: 010, 02, 070, 0505. */
const prefixOf = (masked: string) => /^(?:02|050\d|01\d|0\d\d|\+?\d{1,3})/.exec(masked)?.[0];
