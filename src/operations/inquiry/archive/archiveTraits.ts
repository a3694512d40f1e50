import { LMS_MAX_BYTES, SMS_MAX_BYTES } from "../../../runtime/provider/messageType";
import type { ArchivedSummary } from "../../../runtime/archive/archivedMessage";
import { commonTraits } from "../commonTraits";
import type { Traits } from "../differences";

/** What may set a message apart from others. */
export function traitsOf(summary: ArchivedSummary): Traits {
  const { tenant, mode, type, bytes, template, sender, attempt } = summary;
  return {
    ...commonTraits(summary),
    tenant,
    mode,
    template: type === undefined ? undefined : (template ?? "none"),
    length: bytes === undefined ? undefined : lengthClass(bytes),
    sender: sender === "" ? "none" : sender,
    attempt: attempt === undefined ? undefined : String(attempt),
  };
}

const lengthClass = (bytes: number) =>
  bytes <= SMS_MAX_BYTES ? `≤ ${SMS_MAX_BYTES}` : bytes <= LMS_MAX_BYTES ? `≤ ${LMS_MAX_BYTES}` : `> ${LMS_MAX_BYTES}`;
